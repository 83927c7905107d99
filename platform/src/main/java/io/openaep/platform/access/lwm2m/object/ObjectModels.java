package io.openaep.platform.access.lwm2m.object;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.leshan.core.model.LwM2mModel;
import org.eclipse.leshan.core.model.LwM2mModelRepository;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;

/// What is known of objects: OMA's own from Leshan, and number 19 as AEP uses it. Loaded when the
/// first object is decoded, so that the start of the platform does not wait for it.
final class ObjectModels {
  private static final int APPLICATION_DATA = 19;

  private ObjectModels() {}

  static LwM2mModel all() {
    return Loaded.MODEL;
  }

  private static final class Loaded {
    static final LwM2mModel MODEL = load();

    private static LwM2mModel load() {
      List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
      models.add(applicationData());
      return new LwM2mModelRepository(models).getLwM2mModel();
    }
  }

  /// AEP device protocols, 1.4: `/19/0/0` carries the reports, `/19/1/0` the commands, each a
  /// single opaque resource.
  private static ObjectModel applicationData() {
    ResourceModel data =
        new ResourceModel(
            0,
            "Data",
            ResourceModel.Operations.RW,
            false,
            true,
            ResourceModel.Type.OPAQUE,
            "",
            "",
            "");
    return new ObjectModel(
        APPLICATION_DATA,
        "BinaryAppDataContainer",
        "Application data of transparent and AEP products",
        ObjectModel.DEFAULT_VERSION,
        true,
        false,
        data);
  }
}

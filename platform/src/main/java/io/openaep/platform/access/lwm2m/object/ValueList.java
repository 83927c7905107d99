package io.openaep.platform.access.lwm2m.object;

import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.leshan.core.link.Link;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObject;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mResourceInstance;
import org.eclipse.leshan.core.node.LwM2mRoot;
import org.eclipse.leshan.core.node.ObjectLink;
import org.eclipse.leshan.core.util.datatype.ULong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Gathers the resources below a node as a JSON array. Used once, by one thread.
final class ValueList {
  /// A body of 64 KiB may hold twenty thousand TLV entries; nobody reads a list like that.
  private static final int LIMIT = 1_000;

  private final ArrayNode values = JsonMapper.shared().createArrayNode();
  private boolean cut;

  void add(LwM2mPath path, LwM2mNode node) {
    switch (node) {
      case LwM2mRoot root ->
          root.getObjects().forEach((id, object) -> add(new LwM2mPath(id), object));
      case LwM2mObject object ->
          sorted(object.getInstances())
              .forEach((id, instance) -> add(new LwM2mPath(object.getId(), id), instance));
      case LwM2mObjectInstance instance ->
          sorted(instance.getResources())
              .forEach((id, resource) -> add(inInstance(path, instance).append(id), resource));
      case LwM2mResource resource when resource.isMultiInstances() ->
          sorted(resource.getInstances()).forEach((id, each) -> add(path.append(id), each));
      case LwM2mResource resource -> add(path, resource.getType(), resource.getValue());
      case LwM2mResourceInstance instance -> add(path, instance.getType(), instance.getValue());
      default -> throw new IllegalStateException("a node of " + node.getClass());
    }
  }

  private static <T> SortedMap<Integer, T> sorted(Map<Integer, T> byId) {
    return new TreeMap<>(byId);
  }

  /// A new instance may have been asked for by its object's path.
  private static LwM2mPath inInstance(LwM2mPath path, LwM2mObjectInstance instance) {
    return path.isObject() ? path.append(instance.getId()) : path;
  }

  private void add(LwM2mPath path, ResourceModel.Type type, Object value) {
    if (values.size() >= LIMIT) {
      cut = true;
      return;
    }
    ObjectNode each = values.addObject();
    each.put("path", path.toString());
    each.put("type", type.name().toLowerCase(Locale.ROOT));
    put(each, value);
    ResourceModel model =
        ObjectModels.all().getResourceModel(path.getObjectId(), path.getResourceId());
    if (model != null && model.name != null) {
      each.put("name", model.name);
    }
  }

  private static void put(ObjectNode each, Object value) {
    switch (value) {
      case String text -> each.put("value", text);
      case Boolean flag -> each.put("value", flag);
      case Long number -> each.put("value", number);
      case ULong number -> each.put("value", number.toBigInteger());
      case Double number when Double.isFinite(number) -> each.put("value", number);
      case Date time -> each.put("value", time.toInstant().toString());
      case byte[] bytes -> each.put("value", HexFormat.of().formatHex(bytes));
      case ObjectLink link -> each.put("value", link.encodeToString());
      case Link[] links -> each.put("value", String.join(",", texts(links)));
      default -> each.put("value", value.toString());
    }
  }

  private static String[] texts(Link[] links) {
    String[] texts = new String[links.length];
    for (int i = 0; i < links.length; i++) {
      texts[i] = links[i].toString();
    }
    return texts;
  }

  boolean isCut() {
    return cut;
  }

  String json() {
    return values.toString();
  }
}

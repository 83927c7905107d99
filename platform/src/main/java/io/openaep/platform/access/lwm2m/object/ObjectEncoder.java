package io.openaep.platform.access.lwm2m.object;

import io.openaep.platform.access.ObjectCodec;
import io.openaep.platform.access.ObjectPath;
import io.openaep.wire.Bytes;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mMultipleResource;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mResourceInstance;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.node.ObjectLink;
import org.eclipse.leshan.core.node.codec.CodecException;
import org.eclipse.leshan.core.node.codec.DefaultLwM2mEncoder;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.util.datatype.ULong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Values of people and applications to the payload of a write, by the object models; a resource
/// that no model knows takes the type of its JSON value.
public final class ObjectEncoder implements ObjectCodec {
  private static final DefaultLwM2mEncoder ENCODER = new DefaultLwM2mEncoder(true);

  @Override
  public Encoding encode(ObjectPath path, Optional<Integer> contentFormat, String json) {
    LwM2mPath place = new LwM2mPath(path.toString());
    if (place.isObject()) {
      return new Encoding.Impossible("only instances and resources can be written, not " + path);
    }
    try {
      JsonNode value = JsonMapper.shared().readTree(json);
      int number = contentFormat.orElseGet(() -> best(place, value));
      ContentFormat format =
          Formats.codec(number)
              .orElseThrow(() ->
                  new CodecException(
                      "content format " + number + " is unknown; take 0, 42, 110, 112 or 11542"));
      LwM2mNode node = node(place, value);
      byte[] payload = ENCODER.encode(node, format, null, place, ObjectModels.all());
      return new Encoding.Ready(number, Bytes.wrap(payload));
    } catch (JacksonException e) {
      return new Encoding.Impossible("the value is not JSON");
    } catch (CodecException | IllegalArgumentException | DateTimeParseException e) {
      return new Encoding.Impossible(
          "the value does not fit " + path + ": " + String.valueOf(e.getMessage()));
    }
  }

  /// Text or opaque for a single resource, which every device can read; else TLV, which every LwM2M
  /// 1.0 device must.
  private static int best(LwM2mPath place, JsonNode value) {
    if (place.isObjectInstance() || value.isObject()) {
      return Formats.TLV;
    }
    return type(place, value) == ResourceModel.Type.OPAQUE ? Formats.OPAQUE : Formats.TEXT;
  }

  private static LwM2mNode node(LwM2mPath place, JsonNode value) {
    if (place.isObjectInstance()) {
      if (!value.isObject()) {
        throw new CodecException("an instance takes an object of resource id to value");
      }
      List<LwM2mResource> resources = new ArrayList<>();
      value
          .properties()
          .forEach(each -> resources.add(resource(place.append(each.getKey()), each.getValue())));
      return new LwM2mObjectInstance(place.getObjectInstanceId(), resources);
    }
    if (place.isResource()) {
      return resource(place, value);
    }
    if (place.isResourceInstance()) {
      ResourceModel.Type type = type(place, value);
      return LwM2mResourceInstance.newInstance(
          place.getResourceInstanceId(), plain(type, value), type);
    }
    throw new IllegalStateException("a path like " + place);
  }

  private static LwM2mResource resource(LwM2mPath place, JsonNode value) {
    ResourceModel.Type type = type(place, value);
    if (!value.isObject()) {
      return LwM2mSingleResource.newResource(place.getResourceId(), plain(type, value), type);
    }
    Map<Integer, Object> instances = new HashMap<>();
    value
        .properties()
        .forEach(
            each -> instances.put(Integer.valueOf(each.getKey()), plain(type, each.getValue())));
    return LwM2mMultipleResource.newResource(place.getResourceId(), instances, type);
  }

  private static ResourceModel.Type type(LwM2mPath place, JsonNode value) {
    ResourceModel model =
        ObjectModels.all().getResourceModel(place.getObjectId(), place.getResourceId());
    if (model != null && model.type != null && model.type != ResourceModel.Type.NONE) {
      return model.type;
    }
    JsonNode sample = value.isObject() && !value.isEmpty() ? value.iterator().next() : value;
    if (sample.isBoolean()) {
      return ResourceModel.Type.BOOLEAN;
    }
    if (sample.isIntegralNumber()) {
      return ResourceModel.Type.INTEGER;
    }
    return sample.isNumber() ? ResourceModel.Type.FLOAT : ResourceModel.Type.STRING;
  }

  private static Object plain(ResourceModel.Type type, JsonNode value) {
    return switch (type) {
      case STRING, CORELINK, NONE -> expect(value.isString(), "text", value).asString();
      case INTEGER ->
          expect(value.isIntegralNumber() && value.canConvertToLong(), "an integer", value)
              .asLong();
      case UNSIGNED_INTEGER ->
          ULong.valueOf(
              new BigInteger(expect(value.isIntegralNumber(), "an integer", value).toString()));
      case FLOAT -> expect(value.isNumber(), "a number", value).asDouble();
      case BOOLEAN -> expect(value.isBoolean(), "true or false", value).asBoolean();
      case OPAQUE ->
          HexFormat.of().parseHex(expect(value.isString(), "hex text", value).asString());
      case TIME ->
          Date.from(Instant.parse(expect(value.isString(), "ISO 8601 text", value).asString()));
      case OBJLNK ->
          ObjectLink.decodeFromString(expect(value.isString(), "text like 1:0", value).asString());
    };
  }

  private static JsonNode expect(boolean fits, String wanted, JsonNode value) {
    if (!fits) {
      throw new CodecException("it takes " + wanted + ", not " + value.getNodeType());
    }
    return value;
  }
}

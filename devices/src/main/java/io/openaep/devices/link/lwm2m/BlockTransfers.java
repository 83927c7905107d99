package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// Block-wise transfers with the one server (RFC 7959): bodies of its requests put together from
/// their blocks (Block1), answers too large for a datagram handed out in blocks (Block2). Both by
/// path, the newest transfer alone; a few at a time. Reports too large for a datagram go the same
/// way: the first block leaves, the server reads the rest (2.6). Runs on the lane.
final class BlockTransfers {
  static final int BODY_LIMIT_BYTES = 64 << 10;

  private static final int TRANSFERS = 8;

  /// SZX 6: 1,024 bytes, the largest block.
  private static final int SZX = 6;

  private final Map<String, ByteArrayOutputStream> uploads = new LinkedHashMap<>();
  private final Map<String, Download> downloads = new LinkedHashMap<>();
  private int versions;

  /// What a read gave, or a report is, from which the later blocks are cut.
  ///
  /// @param version tells its blocks from those of a newer value of the same path (2.4: ETag)
  private record Download(ResponseCode code, int format, Bytes body, int version) {}

  /// What to do with a request.
  sealed interface Step {
    /// It is whole now.
    record Whole() implements Step {}

    /// It is answered thus: continue, refused, or the next block.
    record Answered(Response response) implements Step {}
  }

  /// The oldest gives way.
  private static <V> void put(Map<String, V> map, String key, V value) {
    map.remove(key);
    map.put(key, value);
    if (map.size() > TRANSFERS) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /// Takes a request as it came; a whole body is put into it.
  Step take(Request request) {
    OptionSet options = request.getOptions();
    BlockOption first = options.getBlock1();
    if (first != null) {
      return upload(request, first);
    }
    BlockOption second = options.getBlock2();
    if (second != null && second.getNum() > 0) {
      return new Step.Answered(next(request, second));
    }
    return new Step.Whole();
  }

  private Step upload(Request request, BlockOption block) {
    String key = key(request);
    if (block.getNum() == 0) {
      put(uploads, key, new ByteArrayOutputStream());
    }
    ByteArrayOutputStream body = uploads.get(key);
    if (body == null || body.size() != block.getOffset()) {
      uploads.remove(key);
      return refused(ResponseCode.REQUEST_ENTITY_INCOMPLETE, block); // 2.9.2: a gap
    }
    if (body.size() + request.getPayloadSize() > BODY_LIMIT_BYTES) {
      uploads.remove(key);
      return refused(ResponseCode.REQUEST_ENTITY_TOO_LARGE, block);
    }
    body.writeBytes(request.getPayload());
    if (block.isM()) {
      return request.getPayloadSize() == block.getSize()
          ? refused(ResponseCode.CONTINUE, block)
          : refused(ResponseCode.BAD_REQUEST, block); // 2.2: all but the last are full
    }
    uploads.remove(key);
    request.setPayload(body.toByteArray());
    return new Step.Whole();
  }

  private static Step refused(ResponseCode code, BlockOption block) {
    Response response = new Response(code);
    response.getOptions().setBlock1(block.getSzx(), block.isM(), block.getNum());
    return new Step.Answered(response);
  }

  private Response next(Request request, BlockOption block) {
    Download kept = downloads.get(key(request));
    if (kept == null || block.getOffset() >= kept.body().size()) {
      return new Response(ResponseCode.BAD_OPTION); // nothing of which this could be a part
    }
    return part(kept, block.getSzx(), block.getNum());
  }

  /// An answer as it leaves: with the number of the block that the request ended with, and in its
  /// first block where it is too large, or the server wants small ones.
  Response shape(Request request, Response whole) {
    Optional.ofNullable(request.getOptions().getBlock1())
        .ifPresent(it -> whole.getOptions().setBlock1(it.getSzx(), false, it.getNum()));
    BlockOption wish = request.getOptions().getBlock2();
    int szx = wish == null ? SZX : Math.min(wish.getSzx(), SZX);
    if (whole.getPayloadSize() <= BlockOption.szx2Size(szx)) {
      return whole;
    }
    if (whole.getPayloadSize() > BODY_LIMIT_BYTES) {
      return new Response(ResponseCode.INTERNAL_SERVER_ERROR);
    }
    return begun(key(request), whole, szx);
  }

  /// A report on an observed path as it leaves.
  ///
  /// @return empty if it is too large for any number of blocks
  Optional<Response> report(Lwm2mPath observed, Response whole) {
    if (whole.getPayloadSize() > BODY_LIMIT_BYTES) {
      return Optional.empty();
    }
    return Optional.of(
        whole.getPayloadSize() <= BlockOption.szx2Size(SZX)
            ? whole
            : begun(Code.GET + " " + observed.toString().substring(1), whole, SZX));
  }

  /// The first block; the others wait to be read.
  private Response begun(String key, Response whole, int szx) {
    Download kept =
        new Download(
            whole.getCode(),
            whole.getOptions().getContentFormat(),
            Bytes.copyOf(whole.getPayload()),
            ++versions);
    put(downloads, key, kept);
    Response first = part(kept, szx, 0);
    if (whole.getOptions().hasObserve()) {
      first.getOptions().setObserve(whole.getOptions().getObserve());
    }
    return first;
  }

  private static Response part(Download kept, int szx, int number) {
    int size = BlockOption.szx2Size(szx);
    int from = number * size;
    int to = Math.min(from + size, kept.body().size());
    Response response = new Response(kept.code());
    response.getOptions().setContentFormat(kept.format());
    response.getOptions().setBlock2(szx, to < kept.body().size(), number);
    response
        .getOptions()
        .addETag(ByteBuffer.allocate(Integer.BYTES).putInt(kept.version()).array());
    response.setPayload(Arrays.copyOfRange(kept.body().toArray(), from, to));
    return response;
  }

  private static String key(Request request) {
    return request.getCode() + " " + request.getOptions().getUriPathString();
  }
}

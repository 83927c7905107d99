package io.openaep.platform.access.lwm2m.coap;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.network.stack.BlockwiseTransferException;

/// Watches the block-wise transfer of a held message (RFC 7959) and lets go of the message when the
/// transfer dies. Called by Californium on the protocol thread.
final class TransferWatch extends MessageObserverAdapter {
  private final HeldAckLayer layer;
  private final HeldMessage message;

  TransferWatch(HeldAckLayer layer, HeldMessage message) {
    super(true);
    this.layer = layer;
    this.message = message;
  }

  @Override
  public void onResponseHandlingError(Throwable error) {
    if (isTooLarge(error)) {
      layer.refuseTooLarge(message);
    } else {
      layer.abandon(message);
    }
  }

  /// Californium reports a body above the limit in two ways: an IllegalStateException if Size2
  /// announced it, a transfer exception with code 4.13 if the buffer ran over.
  private static boolean isTooLarge(Throwable error) {
    return error instanceof IllegalStateException
        || (error instanceof BlockwiseTransferException transfer
            && transfer.getResponseCode() == ResponseCode.REQUEST_ENTITY_TOO_LARGE);
  }

  /// Timed out, rejected, not sent.
  @Override
  protected void failed() {
    layer.release(message);
  }

  @Override
  public void onCancel() {
    layer.release(message);
  }
}

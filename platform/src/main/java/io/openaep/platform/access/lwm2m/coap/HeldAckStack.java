package io.openaep.platform.access.lwm2m.coap;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.ExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.core.network.stack.ObserveLayer;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;

/// Californium's stack with our two layers in it. The setting CONGESTION_CONTROL_ALGORITHM is
/// without effect here: it would choose another reliability layer.
final class HeldAckStack extends BaseCoapStack {

  private HeldAckStack(
      String tag,
      Configuration configuration,
      EndpointContextMatcher matcher,
      Outbox outbox,
      Parts parts) {
    super(outbox);
    // the number of peers bounds the transfers in this layer, each of which may hold a body
    Configuration blockwise =
        new Configuration(configuration)
            .set(CoapConfig.MAX_ACTIVE_PEERS, parts.blockTransferLimit());
    Layer[] layers = {
      new ExchangeCleanupLayer(configuration),
      new WholeBodyLayer(parts.acknowledging()),
      new ObserveLayer(configuration),
      new BlockwiseLayer(tag, false, blockwise, matcher),
      parts.acknowledging()
    };
    setLayers(layers);
  }

  /// What the factory is handed through Californium.
  record Parts(HeldAckLayer acknowledging, int blockTransferLimit) {}

  /// The only place where Californium hands out a stack's outbox. Our parts are made before and
  /// passed through as the custom argument.
  static final class Factory implements ExtendedCoapStackFactory {
    @Override
    public CoapStack createCoapStack(
        String protocol,
        String tag,
        Configuration configuration,
        EndpointContextMatcher matcher,
        Outbox outbox,
        Object custom) {
      return new HeldAckStack(tag, configuration, matcher, outbox, (Parts) custom);
    }

    @SuppressWarnings("deprecation") // Californium still asks for it
    @Override
    public CoapStack createCoapStack(
        String protocol, String tag, Configuration configuration, Outbox outbox, Object custom) {
      throw new UnsupportedOperationException("without a context matcher nobody checks the peer");
    }
  }
}

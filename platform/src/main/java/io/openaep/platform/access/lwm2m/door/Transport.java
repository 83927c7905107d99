package io.openaep.platform.access.lwm2m.door;

import java.net.InetSocketAddress;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.UdpEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;

/// How datagrams travel on a door, and what makes a response belong to a request.
public interface Transport {
  /// A connector that will be bound to `address`.
  Connector connector(InetSocketAddress address);

  EndpointContextMatcher matcher();

  /// Plain UDP. The address is not compared: a NAT may change it at any time, and only the 64
  /// random bits of the token speak for the device.
  static Transport plain(Configuration configuration) {
    return new Transport() {
      @Override
      public Connector connector(InetSocketAddress address) {
        return new UDPConnector(address, configuration);
      }

      @Override
      public EndpointContextMatcher matcher() {
        return new UdpEndpointContextMatcher(false);
      }
    };
  }
}

package io.openaep.platform.bench.bare;

/// Starts one of the bare servers on a free port of the loopback and prints `ready PORT`. It ends
/// with its process. Argument: `tcp`, `mqtt`, `lwm2m` or `lwm2ms`.
public final class BareServer {
  private BareServer() {}

  public static void main(String[] arguments) throws Exception {
    int port =
        switch (arguments[0]) {
          case "tcp" -> BareStreams.open(BareTcp::new);
          case "mqtt" -> BareStreams.open(BareMqtt::new);
          case "lwm2m" -> BareCoap.open(false);
          case "lwm2ms" -> BareCoap.open(true);
          default -> throw new IllegalArgumentException("tcp, mqtt, lwm2m or lwm2ms");
        };
    System.out.println("ready " + port);
    Thread.currentThread().join();
  }
}

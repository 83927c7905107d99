package io.openaep.platform.push.post;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where messages are pushed to: a URL taken apart once.
///
/// @param url as it was given
/// @param host without the brackets of an IPv6 address
/// @param authority as the `Host` header says it
/// @param target path and query as the request line says them
public record Destination(
    String url, boolean encrypted, String host, int port, String authority, String target) {
  private static final int LENGTH_LIMIT = 2048;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int LAST_PORT = 65_535;

  /// Checks the form of a URL, not where it leads.
  ///
  /// @throws BadUrl with a sentence
  public static Destination parse(String url) throws BadUrl {
    require(url.length() <= LENGTH_LIMIT, "the URL is longer than 2048 characters");
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new BadUrl(
          "'%s' is not a URL (%s); write http://host:port/path or https://host/path"
              .formatted(shown(url), e.getReason()));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    require(
        scheme.equals("http") || scheme.equals("https"),
        "the URL must begin with http:// or https://");
    require(uri.getRawUserInfo() == null, "the URL may not hold a user name or password");
    require(uri.getRawFragment() == null, "the URL may not hold a fragment (#...)");
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw new BadUrl("the URL names no host, or one with characters that DNS does not know");
    }
    require(!host.contains("%"), "the URL may not name a network interface");
    boolean encrypted = scheme.equals("https");
    int usual = encrypted ? HTTPS_PORT : HTTP_PORT;
    int port = uri.getPort() == -1 ? usual : uri.getPort();
    require(port >= 1 && port <= LAST_PORT, "the URL's port must be a number from 1 to 65535");
    URI ascii = URI.create(uri.toASCIIString());
    String path =
        ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    return new Destination(
        url,
        encrypted,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port,
        port == usual ? host : host + ":" + port,
        path + query);
  }

  /// Whether the host is an address, or `localhost`, which leads to the same everywhere (RFC 6761,
  /// 6.3), rather than a name that must be looked up.
  public boolean namesAddress() {
    try {
      return host.equalsIgnoreCase("localhost") || InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Without the query, which may hold a key of the receiver: for logs.
  public String forLogs() {
    int query = target.indexOf('?');
    return (encrypted ? "https://" : "http://")
        + authority
        + (query < 0 ? target : target.substring(0, query));
  }

  private static String shown(String url) {
    return url.length() > 100 ? url.substring(0, 100) + "…" : url;
  }

  private static void require(boolean holds, String otherwise) throws BadUrl {
    if (!holds) {
      throw new BadUrl(otherwise);
    }
  }
}

package org.depinsdk.hardware.ocpp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.Secret;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.DefaultWebSocketServerFactory;
import org.java_websocket.server.SSLParametersWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/** The WebSocket side of a central system: handshakes, passwords and certificates, and the limits of each connection. */
final class StationServer extends WebSocketServer {
  private static final System.Logger LOG = System.getLogger(StationServer.class.getName());
  private static final int BACKLOG = 1024;
  private static final long FLUSH_MILLIS = 50;

  private final Settings settings;
  private final DriverContext context;
  private final StationRegistry registry;
  private final InetSocketAddress bound;
  private final Map<WebSocketImpl, Long> handshaking = new ConcurrentHashMap<>();
  private final Set<WebSocketImpl> open = ConcurrentHashMap.newKeySet();
  private final ScheduledFuture<?> sweep;
  private final ScheduledFuture<?> flush;

  /** What a builder was told. */
  record Settings(
      InetSocketAddress address,
      List<OcppVersion> versions,
      SecurityProfile profile,
      Function<String, Optional<Secret>> passwords,
      Optional<SSLContext> tls,
      TokenAuthorizer authorizer,
      Duration heartbeat,
      int maxStations,
      int maxMessagesPerSecond,
      Duration handshake,
      Duration ping,
      Provenance provenance) {}

  StationServer(
      ServerSocketChannel channel,
      Settings settings,
      DriverContext context,
      StationRegistry registry) {
    super(channel);
    this.settings = settings;
    this.context = context;
    this.registry = registry;
    this.bound = (InetSocketAddress) channel.socket().getLocalSocketAddress();
    setDaemon(true);
    setReuseAddr(true);
    setTcpNoDelay(true);
    // the library counts pongs alone, and some stations send none
    setConnectionLostTimeout(0);
    setWebSocketFactory(settings.tls().isPresent() ? new TlsFactory(settings) : new PlainFactory());
    long pause =
        Math.max(1, Math.min(settings.handshake().toMillis(), settings.ping().toMillis()) / 2);
    this.sweep = context
        .scheduler()
        .scheduleWithFixedDelay(this::sweep, pause, pause, TimeUnit.MILLISECONDS);
    this.flush = context
        .scheduler()
        .scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes the port. */
  static ServerSocketChannel listen(InetSocketAddress address) throws DriverException {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.socket().setReuseAddress(true);
        channel.bind(address, BACKLOG);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (BindException e) {
      throw new DriverException.Busy("cannot listen on " + address + ": " + e.getMessage());
    } catch (IOException e) {
      throw new DriverException.Unavailable("cannot listen on " + address, e);
    }
  }

  InetSocketAddress bound() {
    return bound;
  }

  void shutDown() {
    sweep.cancel(false);
    flush.cancel(false);
    try {
      stop(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // closes connections that never finish their handshake or have gone silent
  private void sweep() {
    long deadline = System.nanoTime() - settings.handshake().toNanos();
    handshaking.forEach((socket, since) -> {
      if (since - deadline < 0) {
        handshaking.remove(socket);
        socket.closeConnection(CloseFrame.POLICY_VALIDATION, "no handshake in time");
      }
    });
    for (WebSocketImpl socket : open) {
      if (socket.<Object>getAttachment() instanceof StationConnection connection) {
        connection.watch(socket);
      }
    }
  }

  // the library's selector thread may take back the wish to write that another thread has just
  // uttered (doWrite sets OP_READ after it looked into the queue); without another message to that
  // station its answer would stay there for ever
  private void flush() {
    handshaking.keySet().forEach(this::flush);
    open.forEach(this::flush);
  }

  private void flush(WebSocketImpl socket) {
    if (!socket.outQueue.isEmpty()) {
      onWriteDemand(socket);
    }
  }

  @Override
  public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
      WebSocket conn, Draft draft, ClientHandshake request) throws InvalidDataException {
    Optional<String> identity = Identity.ofPath(request.getResourceDescriptor());
    if (identity.isEmpty() || !authenticated(conn, identity.get(), request)) {
      LOG.log(
          System.Logger.Level.INFO,
          "refused {0} from {1}: {2}",
          EncodingException.shown(request.getResourceDescriptor()),
          conn.getRemoteSocketAddress(),
          identity.isEmpty()
              ? "the path does not end in an identity, which is " + Identity.EXPECTED
              : "identity and password or certificate do not belong together");
      refuse(conn, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"ocpp\"\r\n");
    }
    Station station = registry.admit(identity.orElseThrow());
    if (station == null) {
      refuse(conn, "503 Service Unavailable", "");
    }
    conn.setAttachment(station);
    return super.onWebsocketHandshakeReceivedAsServer(conn, draft, request);
  }

  private static void refuse(WebSocket conn, String status, String header)
      throws InvalidDataException {
    // the library answers every refusal with 404; OCPP asks for 401, so that answer goes out first
    if (conn instanceof WebSocketImpl socket) {
      String response =
          "HTTP/1.1 " + status + "\r\n" + header + "Connection: close\r\nContent-Length: 0\r\n\r\n";
      socket.outQueue.add(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
    }
    throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, status);
  }

  private boolean authenticated(WebSocket conn, String identity, ClientHandshake request) {
    return switch (settings.profile()) {
      case NONE -> true;
      case BASIC, TLS_BASIC -> {
        Optional<Secret> expected = settings.passwords().apply(identity);
        yield Identity.passwordMatches(identity, expected, request.getFieldValue("Authorization"));
      }
      case MUTUAL_TLS -> {
        try {
          yield conn.getSSLSession().getPeerPrincipal() instanceof X500Principal principal
              && Identity.isCommonName(identity, principal);
        } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
          yield false;
        }
      }
    };
  }

  @Override
  public void onOpen(WebSocket conn, ClientHandshake handshake) {
    if (conn instanceof WebSocketImpl socket) {
      open.add(socket);
      handshaking.remove(socket);
    }
    Station station = conn.getAttachment();
    IProtocol protocol = conn.getProtocol();
    Optional<OcppVersion> version =
        protocol == null ? Optional.empty() : OcppVersion.of(protocol.getProvidedProtocol());
    if (version.isEmpty()) {
      conn.close(CloseFrame.PROTOCOL_ERROR, "expected a subprotocol of " + settings.versions());
      return;
    }
    StationConnection connection = new StationConnection(
        conn, station, version.get(), registry.dialect(version.get(), station), settings, context);
    conn.setAttachment(connection);
    station.connected(connection);
  }

  @Override
  public void onMessage(WebSocket conn, String message) {
    if (conn.<Object>getAttachment() instanceof StationConnection connection) {
      connection.take(message);
    }
  }

  @Override
  public void onWebsocketPong(WebSocket conn, Framedata frame) {
    if (conn.<Object>getAttachment() instanceof StationConnection connection) {
      connection.ponged();
    }
  }

  @Override
  public void onMessage(WebSocket conn, ByteBuffer message) {
    conn.close(CloseFrame.REFUSE, "OCPP is text");
  }

  @Override
  public void onClose(WebSocket conn, int code, String reason, boolean remote) {
    if (conn instanceof WebSocketImpl socket) {
      handshaking.remove(socket);
      open.remove(socket);
    }
    if (conn.<Object>getAttachment() instanceof StationConnection connection) {
      connection.closed("closed with " + code + (remote ? " by the station" : ""));
    }
  }

  @Override
  public void onError(@Nullable WebSocket conn, Exception e) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () ->
            (conn == null ? "listener" : String.valueOf(conn.getRemoteSocketAddress())) + ": " + e);
  }

  @Override
  public void onStart() {
    LOG.log(System.Logger.Level.DEBUG, () -> "listening on " + bound);
  }

  private Draft_6455 draft() {
    List<IProtocol> protocols = new ArrayList<>();
    settings.versions().forEach(v -> protocols.add(new Protocol(v.subprotocol())));
    // four bytes for one character are the most that UTF-8 needs
    return new Draft_6455(List.of(), protocols, 4 * Json.MAX_MESSAGE);
  }

  private WebSocketImpl watched(WebSocketImpl socket) {
    handshaking.put(socket, System.nanoTime());
    return socket;
  }

  private final class PlainFactory extends DefaultWebSocketServerFactory {
    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> drafts) {
      return watched(new WebSocketImpl(adapter, List.<Draft>of(draft())));
    }
  }

  private final class TlsFactory extends SSLParametersWebSocketServerFactory {
    TlsFactory(Settings settings) {
      super(settings.tls().orElseThrow(), parameters(settings.profile()));
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> drafts) {
      return watched(new WebSocketImpl(adapter, List.<Draft>of(draft())));
    }
  }

  private static SSLParameters parameters(SecurityProfile profile) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setNeedClientAuth(profile == SecurityProfile.MUTUAL_TLS);
    return parameters;
  }
}

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
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
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
  private static final int MAX_GARBAGE = 10;
  private static final Duration GARBAGE_PERIOD = Duration.ofMinutes(1);
  private static final int MAX_UNSENT = 256;
  private static final int MAX_CALLS = 16;
  private static final long FLUSH_MILLIS = 50;
  private static final int LOST_AFTER_SECONDS = 60;

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
    setConnectionLostTimeout(LOST_AFTER_SECONDS);
    setWebSocketFactory(settings.tls().isPresent() ? new TlsFactory(settings) : new PlainFactory());
    long pause = Math.max(1, settings.handshake().toMillis() / 2);
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

  // who connects and never finishes its handshake is not in the library's own watch
  private void sweep() {
    long deadline = System.nanoTime() - settings.handshake().toNanos();
    handshaking.forEach((socket, since) -> {
      if (since - deadline < 0) {
        handshaking.remove(socket);
        socket.closeConnection(CloseFrame.POLICY_VALIDATION, "no handshake in time");
      }
    });
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
    Connection connection = new Connection(conn, station, version.get());
    conn.setAttachment(connection);
    station.connected(connection);
  }

  @Override
  public void onMessage(WebSocket conn, String message) {
    if (conn.<Object>getAttachment() instanceof Connection connection) {
      connection.take(message);
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
    if (conn.<Object>getAttachment() instanceof Connection connection) {
      String why = connection.endedBecause;
      connection.station.disconnected(
          connection,
          why.isEmpty() ? "closed with " + code + (remote ? " by the station" : "") : why);
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

  /** One connection of a station, with its limits. */
  private final class Connection implements Station.Link {
    private final WebSocket socket;
    private final Station station;
    private final RpcPeer peer;
    private final Dialect dialect;
    private double tokens;
    private long refilled;
    private int garbage;
    private long garbageSince;
    private volatile String endedBecause = "";

    Connection(WebSocket socket, Station station, OcppVersion version) {
      this.socket = socket;
      this.station = station;
      this.dialect = registry.dialect(version, station);
      this.peer = new RpcPeer(
          "station " + station.name(),
          version,
          this::send,
          dialect,
          context.scheduler(),
          MAX_CALLS);
      this.tokens = 10.0 * settings.maxMessagesPerSecond();
      this.refilled = System.nanoTime();
    }

    // called by the one thread that the library gives to this connection
    void take(String message) {
      long now = System.nanoTime();
      double rate = settings.maxMessagesPerSecond();
      tokens = Math.min(10 * rate, tokens + (now - refilled) / 1e9 * rate);
      refilled = now;
      if (tokens < 1) {
        end("more than " + settings.maxMessagesPerSecond() + " messages in a second");
        return;
      }
      tokens--;
      switch (peer.receive(message)) {
        case TAKEN -> station.heard();
        case LATE -> {
          LOG.log(System.Logger.Level.DEBUG, () -> station + ": a late answer");
          station.heard();
        }
        case MALFORMED -> {
          garbage = now - garbageSince > GARBAGE_PERIOD.toNanos() ? 1 : garbage + 1;
          garbageSince = garbage == 1 ? now : garbageSince;
          if (garbage > MAX_GARBAGE) {
            end("more than " + MAX_GARBAGE + " messages in a minute that are not OCPP");
          }
        }
      }
    }

    private void send(String text) {
      if (socket instanceof WebSocketImpl impl && impl.outQueue.size() > MAX_UNSENT) {
        impl.closeConnection(CloseFrame.POLICY_VALIDATION, "the station does not read");
        return;
      }
      try {
        socket.send(text);
      } catch (WebsocketNotConnectedException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> station + " is gone");
      }
    }

    @Override
    public RpcPeer peer() {
      return peer;
    }

    @Override
    public Dialect dialect() {
      return dialect;
    }

    @Override
    public void end(String why) {
      endedBecause = why;
      socket.close(CloseFrame.POLICY_VALIDATION, why);
    }
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

package org.depinsdk.hardware.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.RawBytes;
import org.depinsdk.hardware.reading.Unit;
import org.depinsdk.hardware.support.ChannelSample;
import org.depinsdk.hardware.support.Health;
import org.depinsdk.hardware.support.PolledSource;
import org.depinsdk.hardware.support.Sample;
import org.jspecify.annotations.Nullable;

/** Asks the meter. */
final class LineMeterSource implements PolledSource {
  private static final Channel ENERGY = new Channel(
      "energy", new Quantity("energy.active.import"), Unit.WATT_HOUR, ChannelKind.COUNTER);
  private static final Channel POWER =
      new Channel("power", new Quantity("power.active"), Unit.WATT, ChannelKind.GAUGE);
  private static final Pattern LINE =
      Pattern.compile("energy=([0-9]{1,15}) power=(-?[0-9]{1,9}(?:\\.[0-9]{1,3})?)");
  private static final int MAX_LINE = 80;

  private final DriverConfig config;
  private final DriverContext context;
  private volatile @Nullable Socket socket;
  private volatile boolean closed;

  LineMeterSource(DriverConfig config, DriverContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public String name() {
    return "line-meter-" + config.string("host") + "-" + config.string("port");
  }

  @Override
  public DeviceIdentity identity() {
    return new DeviceIdentity("Example", "line meter", "", "");
  }

  @Override
  public List<Channel> channels() {
    return List.of(ENERGY, POWER);
  }

  @Override
  public Provenance provenance() {
    return config.flag("emulated") ? Provenance.SIMULATED : Provenance.HARDWARE;
  }

  @Override
  public Sample sample(List<Channel> channels) throws DriverException {
    try {
      Socket connected = connected();
      connected.getOutputStream().write("read\n".getBytes(StandardCharsets.US_ASCII));
      Matcher line = parse(readLine(connected.getInputStream()));
      List<ChannelSample> values = new ArrayList<>();
      for (Channel channel : channels) {
        String text = line.group(channel.equals(ENERGY) ? 1 : 2);
        values.add(ChannelSample.number(new BigDecimal(text)));
      }
      return new Sample(values, Health.ONLINE, "");
    } catch (IOException e) {
      disconnect();
      throw new DriverException.Unavailable(name() + ": " + e.getMessage(), e);
    } catch (DriverException e) {
      // after an answer that makes no sense the next one cannot be trusted to begin at its start
      disconnect();
      throw e;
    }
  }

  private static Matcher parse(String answer) throws DriverException {
    Matcher line = LINE.matcher(answer);
    if (!line.matches()) {
      throw new DriverException.ProtocolViolation(
          "expected energy=… power=…", RawBytes.of(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return line;
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() == MAX_LINE) {
        throw new IOException("the line ended early or is too long");
      }
      line.append((char) b);
    }
    return line.toString();
  }

  private Socket connected() throws IOException, DriverException {
    Socket current = socket;
    if (current != null) {
      return current;
    }
    Secret password = context
        .secrets()
        .find(config.string("password"))
        .orElseThrow(() -> new DriverException.AuthenticationFailed(name() + ": no password"));
    int timeout = (int) config.duration("timeout").toMillis();
    Socket fresh = new Socket();
    socket = fresh;
    fresh.connect(
        new InetSocketAddress(config.string("host"), (int) config.integer("port")), timeout);
    fresh.setSoTimeout(timeout);
    fresh.getOutputStream().write("auth ".getBytes(StandardCharsets.US_ASCII));
    fresh.getOutputStream().write(password.reveal());
    fresh.getOutputStream().write('\n');
    if (!readLine(fresh.getInputStream()).equals("ok")) {
      throw new DriverException.AuthenticationFailed(name() + ": the meter refuses the password");
    }
    if (closed) {
      throw new IOException("closed");
    }
    return fresh;
  }

  private void disconnect() {
    Socket current = socket;
    socket = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // it is closed all the same
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}

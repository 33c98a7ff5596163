package org.depinsdk.hardware.netif;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Grade;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.depinsdk.hardware.support.ChannelSample;
import org.depinsdk.hardware.support.Health;
import org.depinsdk.hardware.support.PolledSource;
import org.depinsdk.hardware.support.Sample;

/** One interface's folder. */
final class NetifSource implements PolledSource {
  // RFC 2863 ifOperStatus, as the kernel spells it (net/core/net-sysfs.c)
  private static final Set<String> STATES =
      Set.of("unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up");
  // the kernel's operstates.rst: unknown is what drivers say that do not track it, and is to be
  // taken as up
  private static final Set<String> WORKING = Set.of("up", "unknown");
  // an unsigned 64-bit number has at most 20 digits; speed is -1 if it is not known
  private static final Pattern NUMBER = Pattern.compile("-1|[0-9]{1,20}");

  private final Path folder;
  private final String name;
  private final int counterBits;
  private final Provenance provenance;

  NetifSource(Path root, String name, int counterBits) {
    this.folder = root.resolve(name);
    this.name = name;
    this.counterBits = counterBits;
    this.provenance = isKernels(root) ? Provenance.HARDWARE : Provenance.REPLAY;
  }

  // a folder that is called so, and is the kernel's file system
  private static boolean isKernels(Path root) {
    try {
      return root.toRealPath().equals(Path.of(NetifProvider.SYS_CLASS_NET))
          && Files.getFileStore(root).type().equals("sysfs");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DeviceIdentity identity() {
    boolean physical = Files.exists(folder.resolve("device"));
    return new DeviceIdentity(
        physical ? textOrEmpty("device/vendor") : "",
        physical ? textOrEmpty("device/device") : "virtual",
        textOrEmpty("address"),
        "");
  }

  @Override
  public List<Channel> channels() {
    return NetifChannels.ALL;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public int counterBits() {
    return counterBits;
  }

  @Override
  public Sample sample(List<Channel> channels) throws DriverException {
    if (!Files.isDirectory(folder)) {
      throw new DriverException.Unavailable("there is no network interface " + name, null);
    }
    ChannelSample state = state();
    boolean down = state.text().filter(s -> !WORKING.contains(s)).isPresent();
    // all of it each time, so that the status does not depend on who asks for what; the files are
    // small
    Map<Channel, ChannelSample> all = new LinkedHashMap<>();
    for (Channel channel : NetifChannels.ALL) {
      all.put(channel, measure(channel, state, down));
    }
    List<ChannelSample> values =
        channels.stream().map(c -> Objects.requireNonNull(all.get(c))).toList();
    // an interface that came back under the same name is another one
    String incarnation = textOrEmpty("ifindex") + " " + textOrEmpty("address");
    return new Sample(values, health(state, down, all.values()), incarnation.strip());
  }

  private Health health(ChannelSample state, boolean down, Collection<ChannelSample> values) {
    if (down) {
      return Health.offline(
          ReadingReasons.LINK_DOWN, name + " is " + state.text().orElseThrow());
    }
    for (ChannelSample value : values) {
      if (value.quality().reason().filter(ReadingReasons.MALFORMED::equals).isPresent()) {
        return Health.degraded(ReadingReasons.MALFORMED, value.quality().detail());
      }
    }
    return state.quality().grade() == Grade.GOOD
        ? Health.ONLINE
        : Health.degraded(
            state.quality().reason().orElseThrow(), state.quality().detail());
  }

  private ChannelSample measure(Channel channel, ChannelSample state, boolean down) {
    if (channel.kind() == ChannelKind.STATE) {
      return state;
    }
    boolean statistic = channel.kind() == ChannelKind.COUNTER
        && !channel.name().equals(NetifChannels.CARRIER_CHANGES);
    ChannelSample measured = number((statistic ? "statistics/" : "") + channel.name());
    if (!down) {
      return measured;
    }
    // counters stand still but are right; speed and carrier say nothing about a link that is down
    String detail = name + " is " + state.text().orElseThrow();
    return statistic && measured.quality().grade() == Grade.GOOD
        ? measured.with(Quality.uncertain(ReadingReasons.LINK_DOWN, detail))
        : channel.name().equals(NetifChannels.SPEED)
            ? ChannelSample.missing(Quality.bad(ReadingReasons.LINK_DOWN, detail))
            : measured;
  }

  private ChannelSample state() {
    SysfsText text = SysfsText.read(folder.resolve(NetifChannels.OPERSTATE));
    if (text.problem().isPresent()) {
      return ChannelSample.missing(text.problem().get());
    }
    return STATES.contains(text.text())
        ? ChannelSample.text(text.text())
        : malformed(NetifChannels.OPERSTATE, text.text(), "one of RFC 2863's states");
  }

  private ChannelSample number(String file) {
    SysfsText text = SysfsText.read(folder.resolve(file));
    if (text.problem().isPresent()) {
      return ChannelSample.missing(text.problem().get());
    }
    if (!NUMBER.matcher(text.text()).matches()) {
      return malformed(file, text.text(), "an unsigned number");
    }
    return text.text().equals("-1")
        ? ChannelSample.missing(Quality.bad(ReadingReasons.NOT_AVAILABLE, file + " is not known"))
        : ChannelSample.number(new BigDecimal(text.text()));
  }

  private static ChannelSample malformed(String file, String text, String expected) {
    return ChannelSample.missing(Quality.bad(
        ReadingReasons.MALFORMED,
        file + ": expected " + expected + ", not " + EncodingException.shown(text)));
  }

  private String textOrEmpty(String file) {
    return SysfsText.read(folder.resolve(file)).text();
  }
}

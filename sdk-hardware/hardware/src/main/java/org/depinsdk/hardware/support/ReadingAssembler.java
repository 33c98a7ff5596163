package org.depinsdk.hardware.support;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Grade;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.depinsdk.hardware.reading.Unit;

/**
 * Makes readings for one reader: all callers of read together, or one stream. Numbers them and watches counters, so that
 * each reader is notified of a reset. Not safe for use by several threads; the driver's calls come one after the other.
 */
final class ReadingAssembler {
  private static final Quantity UNKNOWN = new Quantity("unknown");

  private final Provenance provenance;
  private final CounterWatch counters;
  private long sequence;
  private final Map<String, String> incarnations = new HashMap<>();

  ReadingAssembler(PolledSource source) {
    this.provenance = source.provenance();
    this.counters = new CounterWatch(source.counterBits());
  }

  /** Makes readings of a device's answer, one for each name; channels are those of the names that are known. */
  List<Reading> readings(
      List<String> names, Map<String, Channel> known, Sample sample, Instant receivedAt) {
    Iterator<ChannelSample> values = sample.values().iterator();
    List<Reading> readings = new ArrayList<>();
    for (String name : names) {
      Channel channel = known.get(name);
      readings.add(
          channel == null
              ? unknown(name, receivedAt)
              : reading(channel, judge(channel, values.next(), sample.incarnation()), receivedAt));
    }
    return readings;
  }

  private Reading reading(Channel channel, ChannelSample judged, Instant receivedAt) {
    return new Reading(
        channel.name(),
        channel.quantity(),
        channel.unit(),
        judged.value(),
        judged.text(),
        judged.quality(),
        judged.deviceTime(),
        receivedAt,
        ++sequence,
        provenance,
        judged.raw(),
        judged.signature());
  }

  private Reading unknown(String name, Instant receivedAt) {
    return new Reading(
        name,
        UNKNOWN,
        Unit.ONE,
        Optional.empty(),
        Optional.empty(),
        Quality.bad(ReadingReasons.UNKNOWN_CHANNEL, "no channel " + EncodingException.shown(name)),
        Optional.empty(),
        receivedAt,
        ++sequence,
        provenance,
        Optional.empty(),
        Optional.empty());
  }

  // what the source found doubtful itself is not judged better here
  private ChannelSample judge(Channel channel, ChannelSample measured, String incarnation) {
    if (channel.kind() != ChannelKind.COUNTER || measured.value().isEmpty()) {
      return measured;
    }
    String before = incarnation.isEmpty() ? null : incarnations.put(channel.name(), incarnation);
    Quality quality = counters.judge(channel.name(), measured.value().get());
    if (quality.grade() != Grade.GOOD) {
      return measured.with(quality);
    }
    return before != null && !before.equals(incarnation)
        ? measured.with(Quality.uncertain(
            ReadingReasons.COUNTER_RESET, "the device restarted or was exchanged"))
        : measured;
  }
}

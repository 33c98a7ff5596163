package org.depinsdk.hardware.support;

import java.time.Instant;
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
 * each reader is told of a reset. Not safe for use by several threads; the driver's calls come one after the other.
 */
final class Lane {
  private static final Quantity UNKNOWN = new Quantity("unknown");

  private final Provenance provenance;
  private final CounterWatch counters;
  private long sequence;

  Lane(PolledSource source) {
    this.provenance = source.provenance();
    this.counters = new CounterWatch(source.counterBits());
  }

  Reading reading(Channel channel, Measured measured, Instant receivedAt) {
    Measured judged = judge(channel, measured);
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

  Reading unknown(String name, Instant receivedAt) {
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
  private Measured judge(Channel channel, Measured measured) {
    if (channel.kind() != ChannelKind.COUNTER || measured.value().isEmpty()) {
      return measured;
    }
    Quality quality = counters.judge(channel.name(), measured.value().get());
    return quality.grade() == Grade.GOOD ? measured : measured.with(quality);
  }
}

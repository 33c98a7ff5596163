package org.depinsdk.service.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.depinsdk.core.encoding.Instants;
import org.depinsdk.epoch.store.BundleStores;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What values of options may be. A value out of range is refused where it stands, on the command line or in a file. */
final class OptionTypes {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private OptionTypes() {}

  /** A port, 0 for any. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, 0, 65_535);
    }
  }

  /** A number of things, 1 or more. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, 1, Integer.MAX_VALUE);
    }
  }

  /** A number of things, 1 or more, beyond 32 bits too. */
  static final class LargeCount implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return longNumber(value, 1, 999_999_999_999_999_999L);
    }
  }

  /** Bytes of a message, enough for a report. */
  static final class MessageSize implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, 1 << 10, 1 << 28);
    }
  }

  /** A time of a millisecond or more. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return time(value, Duration.ofMillis(1));
    }
  }

  /** A time that may be zero. */
  static final class TimeOrNone implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return time(value, Duration.ZERO);
    }
  }

  /** A moment. */
  static final class AnInstant implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        return Instants.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + value + "' is no instant such as 2026-01-01T00:00:00Z");
      }
    }
  }

  /** A place for bundles. */
  static final class Location implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        BundleStores.check(value);
        return value;
      } catch (IOException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  private static int number(String value, int min, int max) {
    return (int) longNumber(value, min, max);
  }

  private static long longNumber(String value, long min, long max) {
    if (value.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new TypeConversionException(
        "must be a whole number from " + min + " to " + max + ", not " + value);
  }

  private static Duration time(String value, Duration min) {
    try {
      Duration time = Duration.parse(value);
      if (time.compareTo(min) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + value + "' is no duration such as PT30S");
    }
    throw new TypeConversionException(
        "must be a time from " + min + " to P" + LONGEST.toDays() + "D, not " + value);
  }
}

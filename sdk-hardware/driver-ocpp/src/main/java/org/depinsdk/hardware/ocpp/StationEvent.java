package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a station reported to the central system, the same for both versions of OCPP. */
public sealed interface StationEvent {
  /**
   * Which station.
   *
   * @return its identity, as it authenticated
   */
  String station();

  /**
   * When it reached the central system.
   *
   * @return by the context's clock
   */
  Instant receivedAt();

  /**
   * The station started or reconnected.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param vendor the station's maker
   * @param model the station's model
   * @param serial empty if it names none
   * @param firmware empty if it names none
   */
  record Booted(
      String station,
      Instant receivedAt,
      String vendor,
      String model,
      String serial,
      String firmware)
      implements StationEvent {}

  /**
   * A connector changed.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param evse which charging place; 0 is the station itself
   * @param connector which plug of it
   * @param status in the words of the station's version
   * @param error empty if there is none
   */
  record StatusChanged(
      String station, Instant receivedAt, int evse, int connector, String status, String error)
      implements StationEvent {}

  /**
   * A charging transaction began, went on or ended. Each is reported once, however often a station repeats it after a
   * reconnect, but not always in order: what counts is what the meter signed.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param phase where the transaction stands
   * @param transaction its name: the central system's number in 1.6, the station's in 2.0.1; {@value #UNKNOWN} for the end of
   *     a 1.6 transaction whose begin never came
   * @param at by the station's clock
   * @param evse which charging place; 0 if the message does not say
   * @param idToken who charges, if the message says
   * @param offline whether it happened while the station was not connected, as far as it tells
   * @param samples what the meter showed
   * @param reason why it ended or what triggered it; empty if the message does not say
   */
  record Transaction(
      String station,
      Instant receivedAt,
      Phase phase,
      String transaction,
      Instant at,
      int evse,
      Optional<String> idToken,
      boolean offline,
      List<MeterSample> samples,
      String reason)
      implements StationEvent {
    /** The name of a transaction that nobody knows. */
    public static final String UNKNOWN = "-1";

    /** Copies. */
    public Transaction {
      samples = List.copyOf(samples);
    }
  }

  /** Where a transaction stands. */
  enum Phase {
    /** It began. */
    STARTED,
    /** It goes on. */
    UPDATED,
    /** It is over. */
    ENDED
  }

  /**
   * Meter values outside of a transaction.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param evse which charging place
   * @param samples what the meter showed
   */
  record Metered(String station, Instant receivedAt, int evse, List<MeterSample> samples)
      implements StationEvent {
    /** Copies. */
    public Metered {
      samples = List.copyOf(samples);
    }
  }

  /**
   * Something of the maker's own.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param vendor the maker's name
   * @param message what it is; empty if it has no name
   * @param data the content, where it is a text
   */
  record VendorData(
      String station, Instant receivedAt, String vendor, String message, Optional<String> data)
      implements StationEvent {}

  /**
   * Something that asks for no answer: a security event, or how an update or a log's upload goes.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param action the message, for example {@code SecurityEventNotification}
   * @param word the event's type or status in the words of the standard, for example {@code SettingSystemTime}
   */
  record Notice(String station, Instant receivedAt, String action, String word)
      implements StationEvent {}

  /**
   * A message against the standard. A station whose messages are refused looks well connected and is paid nothing, so tell
   * its operator.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param action the message, for example {@code StopTransaction}; empty if that could not be read
   * @param fault the field, its value and what was expected
   * @param refused whether the message was refused as a whole; else it was taken without what is named
   */
  record MessageFault(
      String station, Instant receivedAt, String action, String fault, boolean refused)
      implements StationEvent {}

  /**
   * One part of a 2.0.1 station's inventory.
   *
   * @param station which station
   * @param receivedAt when it came
   * @param request which request it answers
   * @param more whether more parts follow
   * @param variables what it reports
   */
  record Reported(
      String station, Instant receivedAt, int request, boolean more, List<Variable> variables)
      implements StationEvent {
    /** Copies. */
    public Reported {
      variables = List.copyOf(variables);
    }
  }

  /**
   * One setting or fact of a 2.0.1 station.
   *
   * @param component whose
   * @param name which
   * @param value empty if it has none
   */
  record Variable(String component, String name, Optional<String> value) {}
}

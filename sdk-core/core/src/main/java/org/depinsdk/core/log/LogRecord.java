package org.depinsdk.core.log;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.SignedReport;

/**
 * One record of a network's log, a leaf of its Merkle tree. What is large or personal is not in it, only its SHA-256: a reader
 * of all records learns neither places nor numbers, and bodies can be erased without changing the tree.
 *
 * <p>A network has one log, which begins with {@link Genesis} and is never begun again. Each record belongs to an epoch. The
 * record that opens an epoch comes before all others of that epoch, the one that closes it behind all of its reports;
 * epoch n + 1 is opened before epoch n is closed. So the records from {@code EpochOpened} to {@code EpochClosed} of an epoch
 * are all that decided it, and together the epochs leave no record out.
 */
public sealed interface LogRecord {
  /** Longest binary form. */
  int MAX_BYTES = 512;

  /**
   * The epoch that the record belongs to.
   *
   * @return 0 or more
   */
  long epoch();

  /**
   * Writes the record.
   *
   * @return its binary form, at most {@value #MAX_BYTES} bytes: equal records give equal bytes
   */
  default byte[] toBytes() {
    return LogRecordFormat.write(this);
  }

  /**
   * Reads a record.
   *
   * @param bytes a binary form
   * @return the record; its {@link #toBytes} are these bytes
   * @throws EncodingException if the bytes are no record; the message names the field
   */
  static LogRecord parse(byte[] bytes) throws EncodingException {
    return LogRecordFormat.parse(bytes);
  }

  /**
   * The beginning of a log.
   *
   * @param network the network's name
   * @param logKey the key that signs the log's checkpoints, as a vkey of C2SP signed-note
   * @param witnessPolicy SHA-256 of the witnesses that the first policy names, as a C2SP tlog-policy; {@link Bytes32#ZERO} if it
   *     names none
   * @param drandChain the chain hash of the drand network that gives the randomness, {@link Bytes32#ZERO} if none does
   * @param policy SHA-256 of the first policy's document
   */
  record Genesis(
      String network, String logKey, Bytes32 witnessPolicy, Bytes32 drandChain, Bytes32 policy)
      implements LogRecord {
    /** Checks the strings. */
    public Genesis {
      if (!Domain.isName(network)) {
        throw new IllegalArgumentException(
            "network must be 1 to 64 of a-z 0-9 . -, not " + EncodingException.shown(network));
      }
      checkKey(logKey);
    }

    @Override
    public long epoch() {
      return 0;
    }
  }

  /**
   * The network decided about a report and keeps it. A report that comes again gets no second record.
   *
   * @param epoch in whose evidence the report stands
   * @param report the report's id
   * @param receivedAt when the network received it, in whole milliseconds
   * @param refusal why it was refused, empty if it was accepted
   * @param envelope {@link #envelope} of the report as it came
   */
  record ReportDecided(
      long epoch,
      ReportId report,
      Instant receivedAt,
      Optional<ReasonCode> refusal,
      Bytes32 envelope)
      implements LogRecord {
    /** Checks the epoch and cuts the instant to milliseconds. */
    public ReportDecided {
      checkEpoch(epoch);
      receivedAt = Instant.ofEpochMilli(receivedAt.toEpochMilli());
    }

    /**
     * The hash of a report as it came, which fixes its signature too.
     *
     * @param report body and signature
     * @return SHA-256 of the body followed by the signature
     */
    public static Bytes32 envelope(org.depinsdk.core.wire.v1.SignedReport report) {
      return Bytes32.sha256(
          report.getBody().toByteArray(), report.getSignature().toByteArray());
    }

    /**
     * The hash of a report as it came, which fixes its signature too.
     *
     * @param report a report
     * @return SHA-256 of the body followed by the signature
     */
    public static Bytes32 envelope(SignedReport report) {
      return envelope(report.toWire());
    }
  }

  /**
   * The registry changed.
   *
   * @param epoch the epoch at the time of the change
   * @param index the change's place in the registry's history, from 0
   * @param change SHA-256 of its line as {@link org.depinsdk.core.registry.RegistryJson} writes it
   * @param words SHA-256 of the signed instruction behind it, empty if the network decided by itself
   */
  record RegistryChanged(long epoch, long index, Bytes32 change, Optional<Bytes32> words)
      implements LogRecord {
    /** Checks the numbers. */
    public RegistryChanged {
      checkEpoch(epoch);
      checkCount("index", index);
    }
  }

  /**
   * A step of a sanction: notice, appeal, ruling or end.
   *
   * @param epoch the epoch at the time of the step
   * @param step SHA-256 of its line in a bundle's {@code sanctions.jsonl}, without the line feed
   */
  record SanctionStep(long epoch, Bytes32 step) implements LogRecord {
    /** Checks the epoch. */
    public SanctionStep {
      checkEpoch(epoch);
    }
  }

  /**
   * The policy of an epoch, fixed when the epoch opens.
   *
   * @param epoch the epoch that is settled by it
   * @param policy SHA-256 of its document
   */
  record PolicyAdopted(long epoch, Bytes32 policy) implements LogRecord {
    /** Checks the epoch. */
    public PolicyAdopted {
      checkEpoch(epoch);
    }
  }

  /**
   * A figure from outside that an epoch is settled with.
   *
   * @param epoch the epoch
   * @param name the document's name in the epoch's bundle, such as {@code facts.json}
   * @param content SHA-256 of the document
   */
  record FactRecorded(long epoch, String name, Bytes32 content) implements LogRecord {
    /** Checks epoch and name. */
    public FactRecorded {
      checkEpoch(epoch);
      if (!Domain.isName(name)) {
        throw new IllegalArgumentException(
            "name must be 1 to 64 of a-z 0-9 . -, not " + EncodingException.shown(name));
      }
    }
  }

  /**
   * An epoch takes evidence from now on.
   *
   * @param epoch the epoch
   * @param round the drand round that will be its randomness, 0 if the policy names another source
   */
  record EpochOpened(long epoch, long round) implements LogRecord {
    /** Checks the numbers. */
    public EpochOpened {
      checkEpoch(epoch);
      checkCount("round", round);
    }
  }

  /**
   * An epoch takes no more evidence.
   *
   * @param epoch the epoch
   * @param accepted how many of its reports were accepted
   * @param refused how many of its reports were refused and are kept
   * @param leftOut how many were refused and are only counted
   */
  record EpochClosed(long epoch, long accepted, long refused, long leftOut) implements LogRecord {
    /** Checks the numbers. */
    public EpochClosed {
      checkEpoch(epoch);
      checkCount("accepted", accepted);
      checkCount("refused", refused);
      checkCount("leftOut", leftOut);
    }
  }

  /**
   * An epoch is settled.
   *
   * @param epoch the epoch
   * @param bundle SHA-256 of its bundle's manifest
   * @param root the Merkle root over all lifetime totals
   * @param total the sum of all lifetime totals in base units, below 2^256
   */
  record Settled(long epoch, Bytes32 bundle, Bytes32 root, BigInteger total) implements LogRecord {
    /** Checks the numbers. */
    public Settled {
      checkEpoch(epoch);
      if (total.signum() < 0 || total.bitLength() > 256) {
        throw new IllegalArgumentException("total must be 0 to 2^256 - 1, not " + total);
      }
    }
  }

  /**
   * Another key signs the log's checkpoints from now on. The key before signs them too, at least until the next epoch is closed: so
   * it signed a tree with this record, and whoever trusts it alone can go on.
   *
   * @param epoch the epoch at the time of the change
   * @param logKey the new key, as a vkey of C2SP signed-note
   */
  record KeyRotated(long epoch, String logKey) implements LogRecord {
    /** Checks epoch and key. */
    public KeyRotated {
      checkEpoch(epoch);
      checkKey(logKey);
    }
  }

  private static void checkEpoch(long epoch) {
    checkCount("epoch", epoch);
  }

  private static void checkCount(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " must be 0 or more, not " + value);
    }
  }

  private static void checkKey(String key) {
    if (!LogRecordFormat.isKey(key)) {
      throw new IllegalArgumentException(
          "logKey must be NAME+8 hexadecimal digits+base64 in at most 255 characters, not "
              + EncodingException.shown(key));
    }
  }
}

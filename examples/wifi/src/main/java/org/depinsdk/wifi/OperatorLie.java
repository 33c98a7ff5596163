package org.depinsdk.wifi;

import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.hardware.agent.ReceiptAudit;
import org.depinsdk.hardware.agent.ReceiptProblem;
import org.depinsdk.hardware.agent.ReceiptStore;
import org.depinsdk.kit.Table;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TilePath;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileSource;
import org.depinsdk.transparency.tile.TileWriter;

/**
 * An operator that drops an accepted report of one device: it makes its whole log again without the report, and signs it with its
 * own key, so that all hashes and signatures are right. The device's receipt shows it.
 *
 * @param device the access point's name
 * @param index where its report stood in the log
 * @param folder where the log without the report, the keys to check it with and the proof are
 * @param proof the file that proves the lie to anyone
 */
record OperatorLie(String device, long index, Path folder, Path proof) {
  private static final Duration DELAY = Duration.ofSeconds(60);

  /** Lies about the last accepted report of an access point, and has the access point check its receipts. */
  static OperatorLie tell(Path data, String device, Path folder)
      throws IOException, TransparencyException {
    Ed25519NoteSigner key = key(data);
    Files.createDirectories(folder);
    Path policy = folder.resolve("policy");
    Files.writeString(policy, "log " + key.key() + "\nquorum none\n");
    List<LogReceipt> receipts;
    try (ReceiptStore store = ReceiptStore.open(
        receipts(data.resolve("devices"), device), key.key(), Integer.MAX_VALUE)) {
      receipts = store.receipts();
    }
    LogReceipt dropped = lastAccepted(receipts);
    Path tiles = folder.resolve("log");
    publishWithout(dropped.index(), data.resolve("network/tiles"), tiles, key);
    ReceiptAudit audit = new ReceiptAudit(
        new TileFolder(tiles), WitnessPolicy.parse(Files.readString(policy)), DELAY);
    ReceiptProblem problem =
        audit.check(List.of(dropped), Instant.now()).problems().get(0);
    Path proof = folder.resolve(dropped.index() + ".misbehaviour");
    Files.writeString(proof, problem.proof().orElseThrow().toString());
    return new OperatorLie(device, dropped.index(), folder, proof);
  }

  /** The key of the network's log, which the access points pin. */
  static Ed25519NoteSigner key(Path data) throws IOException, TransparencyException {
    return Ed25519NoteSigner.parse(
        Files.readString(data.resolve("network/log.key")).strip());
  }

  /** Where a device keeps its receipts. */
  static Path receipts(Path devices, String device) {
    return devices.resolve(device + ".receipts");
  }

  private static LogReceipt lastAccepted(List<LogReceipt> receipts) throws IOException {
    for (int i = receipts.size() - 1; i >= 0; i--) {
      try {
        if (LogRecord.parse(receipts.get(i).entry()) instanceof LogRecord.ReportDecided decided
            && decided.refusal().isEmpty()) {
          return receipts.get(i);
        }
      } catch (EncodingException e) {
        throw new IOException("a receipt without a record", e);
      }
    }
    throw new IOException("the device has no receipt of an accepted report");
  }

  private static void publishWithout(long index, Path from, Path to, Ed25519NoteSigner key)
      throws IOException, TransparencyException {
    TileFolder source = new TileFolder(from);
    byte[] note = source
        .read(TileSource.CHECKPOINT, 100_000)
        .orElseThrow(() -> new IOException(from + " has no checkpoint"));
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(new String(note, StandardCharsets.UTF_8));
    TileReader log = TileReader.open(source, checkpoint.verify(key.key()).head());
    try (TileWriter writer = TileWriter.open(to)) {
      for (long at = 0; at < log.head().size(); at += TilePath.FULL) {
        List<byte[]> entries = log.entries(at / TilePath.FULL);
        for (int i = 0; i < entries.size(); i++) {
          if (at + i != index) {
            writer.append(entries.get(i));
          }
        }
      }
      writer.publish(SignedCheckpoint.sign(new Checkpoint(key.key().name(), writer.stage()), key));
    }
  }

  Table table() {
    return new Table("The operator lies")
        .columns(TEXT, "access point")
        .columns(NUMBER, "record")
        .columns(TEXT, "what shows it")
        .row(device, Long.toString(index), proof.toString())
        .note(
            "The operator dropped this accepted report, and made its log again with its own key so that every hash and"
                + " signature is right. The access point's receipt does not fit that log. Anyone can check it: ./run check-proof "
                + proof + " --policy " + folder.resolve("policy"));
  }
}

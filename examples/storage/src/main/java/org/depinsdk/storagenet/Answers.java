package org.depinsdk.storagenet;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.hardware.bridge.disk.storage.CommittedPieces;
import org.depinsdk.hardware.bridge.piece.transfer.PieceClient;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.hardware.disk.PieceReader;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.PieceStoreException;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;
import org.depinsdk.hardware.disk.PieceUpload;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.storage.audit.AuditVerifier;
import org.depinsdk.storage.audit.ShardAnswer;
import org.depinsdk.storage.audit.ShardReport;
import org.depinsdk.storage.piece.BlockProof;
import org.depinsdk.storage.piece.Fr32;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceSource;
import org.depinsdk.storage.possession.LeafChallenge;
import org.depinsdk.storage.possession.Possession;

/** How a provider answers challenges: from its disk, or as the cheat that it is. */
final class Answers implements Closeable {
  /** What sessions are called in which the cheat fetches what it should have. */
  static final String FETCH = "fetch-";

  /** No data set, but all audits of an epoch. */
  static final long AUDITS = -1;

  private static final long FLIP_EVERY = 500;

  private final ProviderNode.Settings settings;
  private final PieceStore store;
  private final CommittedPieces pieces;
  private final ProofSchedule schedule;
  private final ProofSchedule firstEpoch;
  private final Set<PieceId> cheatedOn = new HashSet<>();
  private Optional<PieceClient> friend = Optional.empty();

  private Answers(
      ProviderNode.Settings settings,
      PieceStore store,
      CommittedPieces pieces,
      ProofSchedule firstEpoch) {
    this.settings = settings;
    this.store = store;
    this.pieces = pieces;
    this.schedule = new ProofSchedule(ProofSchedule.DELAY, StorageNetwork.ANSWER_WITHIN);
    this.firstEpoch = firstEpoch;
  }

  static Answers of(ProviderNode.Settings settings, PieceStore store, CommittedPieces pieces) {
    ProofSchedule late =
        new ProofSchedule(StorageNetwork.ANSWER_WITHIN.plusSeconds(1), Duration.ofHours(12));
    ProofSchedule honest = new ProofSchedule(ProofSchedule.DELAY, StorageNetwork.ANSWER_WITHIN);
    return new Answers(
        settings, store, pieces, settings.behaviour() == Behaviour.LATE ? late : honest);
  }

  void friend(PieceClient client) {
    friend = Optional.of(client);
  }

  /** A provider has one data set of its number; the one with two contracts has another, a hundred higher. */
  List<Long> dataSets() {
    long number = settings.number();
    return settings.behaviour() == Behaviour.SINGLE_COPY
        ? List.of(number, number + 100)
        : List.of(number);
  }

  void done(long dataSet, long epoch) {
    schedule(epoch).done(dataSet, epoch);
  }

  private ProofSchedule schedule(long epoch) {
    return epoch == 0 ? firstEpoch : schedule;
  }

  /** The answers to the challenges of a data set, if they are due. */
  Optional<Possession> due(
      long dataSet, long epoch, String randomness, List<Contract> contracts, Instant now)
      throws IOException {
    List<Contract> held = contracts.stream()
        .filter(c -> c.dataSet() == dataSet && c.held().contains(StorageNetwork.start(epoch)))
        .toList();
    if (held.isEmpty() || !schedule(epoch).isDue(dataSet, epoch, now)) {
      return Optional.empty();
    }
    for (Contract contract : held) {
      if (cheatedOn.add(contract.piece())) {
        cheatOn(contract);
      }
    }
    SortedMap<Integer, PieceCid> set = new TreeMap<>();
    held.forEach(contract -> set.put(contract.number(), contract.cid()));
    SortedMap<Integer, Optional<LeafProof>> answers = new TreeMap<>();
    for (LeafChallenge challenge :
        LeafChallenge.of(terms(StorageNetwork.POSSESSION, epoch, randomness), dataSet, set)) {
      Contract contract = held.stream()
          .filter(c -> c.number() == challenge.number())
          .findFirst()
          .orElseThrow();
      answer(contract, challenge.leaf(), answers, challenge.challenge());
    }
    return answers.isEmpty() ? Optional.empty() : Optional.of(new Possession(dataSet, answers));
  }

  /** The answers to the audits of the shards that it holds, if they are due. */
  List<ShardReport> audits(long epoch, String randomness, List<Contract> contracts, Instant now)
      throws IOException {
    List<ShardReport> reports = new ArrayList<>();
    if (schedule(epoch).isDue(AUDITS, epoch, now)) {
      EpochTerms terms = terms(StorageNetwork.AUDIT, epoch, randomness);
      for (Contract contract : contracts) {
        if (contract.dataSet() == settings.number()
            && contract.held().contains(StorageNetwork.start(epoch))) {
          audit(contract, terms)
              .ifPresent(answer -> reports.add(new ShardReport(
                  contract.object(),
                  Contracts.version(contracts, contract.object(), now),
                  contract.shard(),
                  answer)));
        }
      }
    }
    return reports;
  }

  private Optional<ShardAnswer> audit(Contract contract, EpochTerms terms) throws IOException {
    List<BlockProof> blocks = new ArrayList<>();
    try {
      for (long block :
          AuditVerifier.challenges(terms, contract.object(), contract.cid().rawSize())) {
        if (settings.behaviour() == Behaviour.DELETES) {
          blocks.add(new BlockProof(
              new byte[Fr32.RAW_BLOCK],
              Collections.nCopies(contract.cid().height() - 2, Bytes32.ZERO)));
          continue;
        }
        if (settings.behaviour() == Behaviour.FETCHES && friend.isPresent()) {
          fetch(contract);
        }
        blocks.add(pieces.proveBlock(contract.cid(), block));
        if (settings.behaviour() == Behaviour.FETCHES) {
          store.delete(contract.piece());
        }
      }
    } catch (PieceStoreException e) {
      if (e.problem() == Problem.STORE_GONE) {
        throw e;
      }
      return Optional.of(new ShardAnswer.Lost());
    }
    return blocks.isEmpty() ? Optional.empty() : Optional.of(new ShardAnswer.Blocks(blocks));
  }

  private static EpochTerms terms(ProofConfig config, long epoch, String randomness)
      throws IOException {
    try {
      return new EpochTerms(
          StorageNetwork.NAME,
          StorageNetwork.SCHEDULE.at(epoch),
          new Beacon("demo", epoch, Hex.decode(randomness)),
          config);
    } catch (EncodingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void answer(
      Contract contract, long leaf, Map<Integer, Optional<LeafProof>> answers, int challenge)
      throws IOException {
    try {
      if (settings.behaviour() == Behaviour.DELETES) {
        answers.put(
            challenge,
            Optional.of(new LeafProof(
                Bytes32.ZERO, Collections.nCopies(contract.cid().height(), Bytes32.ZERO))));
        return;
      }
      if (settings.behaviour() == Behaviour.FETCHES && friend.isPresent()) {
        fetch(contract);
      }
      answers.put(challenge, Optional.of(pieces.proveLeaf(contract.cid(), leaf)));
      if (settings.behaviour() == Behaviour.FETCHES) {
        store.delete(contract.piece());
      }
    } catch (PieceStoreException e) {
      if (e.problem() == Problem.STORE_GONE) {
        throw e;
      }
      // a provider that says itself that a piece is damaged lets it be repaired at once
      if (e.problem() == Problem.CORRUPT) {
        answers.put(challenge, Optional.empty());
      }
    }
  }

  private void fetch(Contract contract) throws IOException {
    if (!store.has(contract.piece())) {
      Path file = settings.folder().resolve("fetched");
      friend
          .orElseThrow()
          .get(contract.piece(), FETCH + contract.piece().text().substring(0, 8), file);
      byte[] bytes = Files.readAllBytes(file);
      try (PieceUpload upload = store.begin(contract.piece(), bytes.length)) {
        upload.write(bytes, 0, bytes.length);
        upload.commit();
      }
      Files.delete(file);
    }
  }

  // once for each piece, after its receipt
  private void cheatOn(Contract contract) throws IOException {
    switch (settings.behaviour()) {
      // what was taken in beyond its capacity is gone
      case DELETES, FALSE_CAPACITY -> store.delete(contract.piece());
      case ROTTEN_DISK -> rot(contract.piece());
      case FETCHES -> {
        if (friend.isPresent() && store.has(contract.piece())) {
          byte[] bytes;
          try (PieceReader reader = store.read(contract.piece())) {
            bytes = new byte[(int) reader.size()];
            reader.read(0, bytes, 0, bytes.length);
          }
          friend.get().put(contract.piece(), contract.cid(), PieceSource.of(bytes));
          store.delete(contract.piece());
        }
      }
      default -> {}
    }
  }

  private void rot(PieceId piece) throws IOException {
    try (Stream<Path> files = Files.walk(settings.folder().resolve("store/pieces"))) {
      for (Path path :
          files.filter(f -> f.getFileName().toString().startsWith(piece.text())).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          for (long at = 0; at < file.length(); at += FLIP_EVERY) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 1);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    friend.ifPresent(PieceClient::close);
  }
}

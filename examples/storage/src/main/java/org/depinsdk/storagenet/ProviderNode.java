package org.depinsdk.storagenet;

import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.hardware.bridge.disk.storage.CommittedPieces;
import org.depinsdk.hardware.bridge.piece.transfer.PieceClient;
import org.depinsdk.hardware.bridge.piece.transfer.PieceProvider;
import org.depinsdk.hardware.bridge.piece.transfer.PieceServer;
import org.depinsdk.hardware.bridge.piece.transfer.ProviderTerms;
import org.depinsdk.hardware.bridge.piece.transfer.Signed;
import org.depinsdk.hardware.bridge.piece.transfer.StoreOrder;
import org.depinsdk.hardware.bridge.piece.transfer.StoreReceipt;
import org.depinsdk.hardware.bridge.piece.transfer.TransferLimits;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.StoreLimits;
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.service.server.SteppedClock;
import org.depinsdk.storage.audit.AuditVerifier;
import org.depinsdk.storage.audit.ShardReport;
import org.depinsdk.storage.possession.Possession;
import org.depinsdk.storage.possession.PossessionVerifier;

/**
 * A provider: a store of pieces, the socket that serves them, and the agent that reports. It is given the time, so that a run repeats; a
 * real node reads its clock and fetches the randomness itself.
 */
final class ProviderNode implements ProviderHandle {
  /** What a provider starts with. */
  record Settings(
      long seed, int number, Behaviour behaviour, Path folder, Path contracts, int networkPort) {
    Party party() {
      return Party.of(seed, "provider-" + number, "provider");
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Settings settings;
  private final Party party;
  private final SteppedClock now =
      new SteppedClock(StorageNetwork.GENESIS.minus(StorageNetwork.EPOCH));
  private final PieceStore store;
  private final CommittedPieces pieces;
  private final PieceServer server;
  private final NetworkClient network;
  private final DeviceAgent agent;
  private final Answers answers;
  private final ConcurrentLinkedQueue<SignedUsageReceipt> paid = new ConcurrentLinkedQueue<>();

  private ProviderNode(Settings settings) throws IOException {
    this.settings = settings;
    this.party = settings.party();
    Path storeFolder = settings.folder().resolve("store");
    if (!Files.exists(storeFolder)) {
      PieceStore.init(storeFolder, party.id().text());
    }
    this.store = PieceStore.open(storeFolder, new StoreLimits(64 << 20, Long.MAX_VALUE, 0), now);
    this.pieces = CommittedPieces.open(store, settings.folder().resolve("layers"), 1);
    this.server = PieceServer.start(
        new PieceProvider(
            StorageNetwork.NAME,
            party.signer(),
            store,
            pieces,
            TransferLimits.DEFAULT,
            new Terms(),
            now),
        0,
        InsecureServerCredentials.create());
    this.network = NetworkClient.plaintext("127.0.0.1", settings.networkPort(), TIMEOUT);
    this.agent = DeviceAgent.builder(
            ReportQueue.open(settings.folder().resolve("queue"), StorageNetwork.NAME, party.id()),
            party.signer(),
            new GrpcReportSink(network))
        .clock(now)
        .build();
    this.answers = Answers.of(settings, store, pieces);
  }

  /** Opens the provider's folder and listens. */
  static ProviderNode start(Settings settings) throws IOException {
    Files.createDirectories(settings.folder());
    return new ProviderNode(settings);
  }

  private final class Terms implements ProviderTerms {
    @Override
    public void stored(Signed<StoreOrder> order, Signed<StoreReceipt> receipt) {
      // both are kept: they say whose fault it is if the piece fails an audit
      Path file = settings.folder().resolve("order-" + order.content().piece().text() + ".bin");
      try {
        DurableFiles.write(file, order.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void paid(SignedUsageReceipt receipt) {
      // what a friend confirms who is no client of the network counts nothing
      if (!receipt.receipt().session().startsWith(Answers.FETCH)) {
        paid.add(receipt);
      }
    }
  }

  @Override
  public int port() {
    return server.port();
  }

  /**
   * Executes a command: {@code tick INSTANT EPOCH RANDOMNESS} does what is due, {@code friend PORT DEVICE} names where a cheat keeps what it
   * should keep itself.
   */
  @Override
  public String ask(String line) throws IOException {
    String[] words = line.split(" ", -1);
    try {
      if (words[0].equals("tick") && words.length == 4) {
        now.advance(Instant.parse(words[1]));
        return "reports " + tick(Long.parseLong(words[2]), words[3]);
      } else if (words[0].equals("friend") && words.length == 3) {
        answers.friend(new PieceClient(
            StorageNetwork.NAME,
            DeviceId.parse(words[2]),
            party.signer(),
            PieceClient.channel(
                "127.0.0.1", Integer.parseInt(words[1]), InsecureChannelCredentials.create()),
            now,
            TIMEOUT));
        return "friend";
      }
      return "unknown: " + words[0];
    } catch (SigningException | EncodingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private int tick(long epoch, String randomness) throws IOException, SigningException {
    List<Possession> due = new ArrayList<>();
    List<Contract> contracts = Contracts.read(settings.contracts());
    for (long dataSet : answers.dataSets()) {
      Optional<Possession> answer =
          answers.due(dataSet, epoch, randomness, contracts, now.instant());
      answer.ifPresent(due::add);
    }
    int reports = 0;
    for (ShardReport audit : answers.audits(epoch, randomness, contracts, now.instant())) {
      agent.report(
          AuditVerifier.KIND, new AuditVerifier().codec().encode(audit), Provenance.SIMULATED);
      answers.done(Answers.AUDITS, epoch);
      reports++;
    }
    for (Possession answer : due) {
      agent.report(
          PossessionVerifier.KIND,
          new PossessionVerifier().codec().encode(answer),
          Provenance.SIMULATED);
      answers.done(answer.dataSet(), epoch);
      reports++;
    }
    for (SignedUsageReceipt receipt = paid.poll(); receipt != null; receipt = paid.poll()) {
      agent.report(
          UsageVerifier.KIND,
          new UsageVerifier().codec().encode(UsageClaim.of(receipt)),
          Provenance.SIMULATED);
      reports++;
    }
    agent.forward();
    return reports;
  }

  @Override
  public void close() throws IOException {
    server.close();
    answers.close();
    agent.close();
    network.close();
    store.close();
  }
}

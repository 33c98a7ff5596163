package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;
import static org.depinsdk.service.Wallets.ALICE;
import static org.depinsdk.service.Wallets.BOB;
import static org.depinsdk.service.Wallets.REGISTRAR;
import static org.depinsdk.service.Wallets.account;

import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.LifecycleClient;
import org.depinsdk.client.wire.v1.CompleteTransferRequest;
import org.depinsdk.client.wire.v1.GetSessionNonceRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc.NetworkServiceBlockingStub;
import org.depinsdk.client.wire.v1.OpenSessionRequest;
import org.depinsdk.client.wire.v1.RevokeRequest;
import org.depinsdk.client.wire.v1.RotateKeyRequest;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.session.SessionGrant;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.ReplayResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody tries who is not entitled to it, against the service on a real socket. */
class LifecycleAttacksTest {
  private static final String NET = TestNetwork.NAME;
  private static final InMemorySigner KEY = TestNetwork.signer(1);
  private static final DeviceId DEVICE = TestNetwork.device(KEY);

  @TempDir
  Path data = Path.of("");

  private TestService service = null;
  private LifecycleClient life = null;
  private long sequence;

  @BeforeEach
  void start() throws Exception {
    service = new TestService(data);
    life = service.client.lifecycle(NET);
    enrol(KEY, ALICE);
  }

  @AfterEach
  void stop() throws Exception {
    service.close();
  }

  private void restart() throws Exception {
    Instant now = service.now();
    service.close();
    service = new TestService(data);
    service.clock.advance(now);
    life = service.client.lifecycle(NET);
  }

  private void enrol(InMemorySigner signer, InMemorySigner owner) throws SigningException {
    service.client.enroll(
        NET, TestNetwork.enrollment(signer, account(owner), "access-point", service.now()), signer);
  }

  private void submit(DeviceSigner signer, String refusal) throws SigningException {
    assertThat(service
            .client
            .submit(TestNetwork.report(signer, DEVICE, ++sequence, service.now()))
            .getRefusal())
        .isEqualTo(refusal);
  }

  private static void refused(String reason, ThrowingCallable call) {
    assertStatus(Code.FAILED_PRECONDITION, call).startsWith(reason + ": ");
  }

  private NetworkServiceBlockingStub stub() {
    return NetworkServiceGrpc.newBlockingStub(service.client.channel());
  }

  private TransferOffer offer(InMemorySigner from, InMemorySigner to, String nonce)
      throws Exception {
    return new TransferOffer(
        DEVICE,
        account(from),
        account(to),
        nonce.repeat(32),
        service.now().plus(Duration.ofHours(1)),
        life.history(DEVICE).lastVoucher());
  }

  private void offered(InMemorySigner from, TransferOffer offer) {
    life.offerTransfer(offer, Wallets.sign(from, offer.offerPayload(NET)));
  }

  private void accepted(InMemorySigner to, TransferOffer offer) {
    life.acceptTransfer(offer, Wallets.sign(to, offer.acceptPayload(NET)));
  }

  /** T1, T13: a key that leaked is stopped at once and for ever, wherever it comes up, also after a restart. */
  @Test
  void aLeakedKeyStaysOut() throws Exception {
    InMemorySigner leaked = TestNetwork.signer(2);
    InMemorySigner session = TestNetwork.signer(3);
    life.revoke(Wallets.order(
        REGISTRAR, new Revocation.OfKey(leaked.publicKey(), "in a leaked image"), service.now()));
    for (int i = 0; i < 2; i++) {
      refused("lifecycle.revoked-before", () -> enrol(leaked, BOB));
      refused("lifecycle.revoked-before", () -> life.rotateKey(DEVICE, KEY, leaked));
      refused(
          "lifecycle.revoked-before",
          () -> life.openSession(DEVICE, KEY, leaked, Duration.ofHours(1)));
      restart();
    }
    life.openSession(DEVICE, KEY, session, Duration.ofHours(1));
    submit(session, "");
    life.revoke(Wallets.order(
        ALICE, new Revocation.OfKey(KEY.publicKey(), "box was stolen"), service.now()));
    submit(KEY, "report.device-revoked");
    submit(session, "report.device-revoked");
    refused("lifecycle.device-revoked", () -> life.rotateKey(DEVICE, KEY, TestNetwork.signer(4)));
  }

  /** T13: nobody revokes what is not theirs. */
  @Test
  void onlyThoseWhoMayRevoke() throws Exception {
    Revocation key = new Revocation.OfKey(KEY.publicKey(), "x");
    Revocation batch = new Revocation.OfBatch("acme", "W01", "x");
    refused("lifecycle.not-authorised", () -> life.revoke(Wallets.order(BOB, key, service.now())));
    refused(
        "lifecycle.not-authorised", () -> life.revoke(Wallets.order(ALICE, batch, service.now())));
    refused(
        "lifecycle.stale-order",
        () -> life.revoke(Wallets.order(ALICE, key, service.now().minus(Duration.ofDays(2)))));
    refused(
        "lifecycle.not-applicable",
        () -> life.revoke(Wallets.order(
            ALICE, new Revocation.OfKey(TestNetwork.signer(9).publicKey(), "x"), service.now())));
    assertStatus(Code.INVALID_ARGUMENT, () -> stub().revoke(RevokeRequest.getDefaultInstance()))
        .startsWith("order is ");
    submit(KEY, "");
  }

  /** T9: of many rotations at once one wins; a replayed, stolen or foreign one changes nothing. */
  @Test
  void aKeyIsRotatedOnceByItsHolder() throws Exception {
    InMemorySigner thief = TestNetwork.signer(7);
    refused(
        "lifecycle.not-current-key", () -> life.rotateKey(DEVICE, thief, TestNetwork.signer(8)));
    List<CompletableFuture<Boolean>> races = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 8; i++) {
      byte[] rotation =
          KeyRotation.sign(NET, DEVICE, 1, KEY, TestNetwork.signer(20 + i)).toBytes();
      races.add(CompletableFuture.supplyAsync(
          () -> {
            try {
              return rotate(rotation) > 0;
            } catch (io.grpc.StatusRuntimeException e) {
              assertThat(e.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
              return false;
            }
          },
          threads));
    }
    assertThat(races.stream().filter(CompletableFuture::join)).hasSize(1);
    threads.shutdown();
    int winner = 20 + races.stream().map(CompletableFuture::join).toList().indexOf(true);
    submit(TestNetwork.signer(winner), "");
    submit(KEY, "report.bad-signature");
    byte[] first =
        KeyRotation.sign(NET, DEVICE, 1, KEY, TestNetwork.signer(winner)).toBytes();
    long at = rotate(first);
    life.rotateKey(DEVICE, TestNetwork.signer(winner), TestNetwork.signer(30));
    assertThat(rotate(first))
        .as("what was recorded is answered, not done, again")
        .isEqualTo(at);
    submit(TestNetwork.signer(winner), "report.bad-signature");
    refused(
        "lifecycle.used-key",
        () -> rotate(
            KeyRotation.sign(NET, DEVICE, 3, TestNetwork.signer(30), TestNetwork.signer(winner))
                .toBytes()));
    enrol(TestNetwork.signer(40), BOB);
    assertStatus(
        Code.ALREADY_EXISTS,
        () -> life.rotateKey(DEVICE, TestNetwork.signer(30), TestNetwork.signer(40)));
    assertStatus(Code.INVALID_ARGUMENT, () -> rotate(new byte[] {1})).startsWith("rotation is ");
  }

  private long rotate(byte[] rotation) {
    return stub()
        .rotateKey(RotateKeyRequest.newBuilder()
            .setRotation(com.google.protobuf.ByteString.copyFrom(rotation))
            .build())
        .getAtMs();
  }

  /** T10: the same device sold twice, sold by a thief, sold without the device, or sold again with old papers. */
  @Test
  void aTransferNeedsAllThreeAndHappensOnce() throws Exception {
    InMemorySigner carol = Wallets.wallet("carol");
    TransferOffer stolen = offer(BOB, carol, "aa");
    refused("lifecycle.not-owner", () -> offered(BOB, stolen));
    TransferOffer toBob = offer(ALICE, BOB, "bb");
    refused(
        "lifecycle.bad-offer-signature",
        () -> life.offerTransfer(toBob, Wallets.sign(BOB, toBob.offerPayload(NET))));
    offered(ALICE, toBob);
    // nobody but Bob accepts, and not other terms than those that are offered
    refused("lifecycle.bad-accept-signature", () -> accepted(carol, toBob));
    assertStatus(Code.NOT_FOUND, () -> accepted(BOB, offer(ALICE, BOB, "cc")));
    refused("lifecycle.bad-accept-signature", () -> life.completeTransfer(toBob, KEY));
    accepted(BOB, toBob);
    // Alice takes more money from Carol; Bob cannot bring the old offer back, nor complete it
    TransferOffer toCarol = offer(ALICE, carol, "dd");
    offered(ALICE, toCarol);
    refused("lifecycle.offer-withdrawn", () -> offered(ALICE, toBob));
    assertStatus(Code.NOT_FOUND, () -> life.completeTransfer(toBob, KEY));
    restart();
    refused("lifecycle.offer-withdrawn", () -> offered(ALICE, toBob));
    accepted(carol, toCarol);
    refused(
        "lifecycle.bad-device-signature",
        () -> life.completeTransfer(toCarol, TestNetwork.signer(2)));
    String voucher = life.completeTransfer(toCarol, KEY).getVoucherHash();
    assertThat(life.history(DEVICE).lastVoucher()).isEqualTo(voucher);
    // what was offered before is void now
    refused("lifecycle.not-owner", () -> offered(ALICE, toCarol));
    assertStatus(Code.NOT_FOUND, () -> life.transfer(DEVICE));
    // Carol sells it back, and Alice shows the old papers again
    TransferOffer back = offer(carol, ALICE, "ee");
    offered(carol, back);
    accepted(ALICE, back);
    life.completeTransfer(back, KEY);
    refused("lifecycle.broken-voucher-chain", () -> offered(ALICE, toCarol));
    TransferOffer late = offer(ALICE, BOB, "ff");
    offered(ALICE, late);
    service.clock.advance(late.deadline().plusSeconds(1));
    refused("lifecycle.offer-expired", () -> accepted(BOB, late));
  }

  /** T10: an answer that was lost is given again; a device that lost it does not change hands twice. */
  @Test
  void aTransferIsAnsweredAgain() throws Exception {
    TransferOffer offer = offer(ALICE, BOB, "ab");
    offered(ALICE, offer);
    offered(ALICE, offer);
    accepted(BOB, offer);
    accepted(BOB, offer);
    CompleteTransferRequest.Builder request = CompleteTransferRequest.newBuilder();
    var open = life.transfer(DEVICE);
    byte[] signature = KEY.sign(TransferVoucher.countersignPayload(
        NET,
        offer,
        open.getOfferSignature().toByteArray(),
        open.getAcceptSignature().toByteArray()));
    request
        .setTerms(open.getTerms())
        .setSignature(com.google.protobuf.ByteString.copyFrom(signature));
    var first = stub().completeTransfer(request.build());
    assertThat(stub().completeTransfer(request.build())).isEqualTo(first);
    restart();
    assertThat(stub().completeTransfer(request.build())).isEqualTo(first);
    assertThat(life.history(DEVICE).records().stream()
            .filter(r -> r.change() instanceof RegistryChange.Transferred))
        .hasSize(1);
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> stub().completeTransfer(CompleteTransferRequest.getDefaultInstance()))
        .startsWith("terms is ");
  }

  /** T6: a grant made in store, shown twice, for another device or too late opens nothing. */
  @Test
  void aSessionAnswersANonceOfNow() throws Exception {
    InMemorySigner session = TestNetwork.signer(50);
    byte[] nonce = nonce(DEVICE);
    SessionGrant grant = grant(nonce, session);
    refused("session.unknown-nonce", () -> open(grant(new byte[32], session)));
    enrol(TestNetwork.signer(2), BOB);
    refused(
        "session.unknown-nonce",
        () -> open(grant(nonce(TestNetwork.device(TestNetwork.signer(2))), session)));
    long from = open(grant);
    assertThat(open(grant)).as("answered again").isEqualTo(from);
    refused("session.used-nonce", () -> open(grant(nonce, TestNetwork.signer(51))));
    submit(session, "");
    byte[] old = nonce(DEVICE);
    service.clock.advance(service.now().plus(Duration.ofMinutes(3)));
    refused("session.expired-nonce", () -> open(grant(old, TestNetwork.signer(52))));
    byte[] before = nonce(DEVICE);
    restart();
    refused("session.unknown-nonce", () -> open(grant(before, TestNetwork.signer(53))));
    submit(session, "");
    assertStatus(Code.NOT_FOUND, () -> nonce(TestNetwork.device(TestNetwork.signer(99))));
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> stub().openSession(OpenSessionRequest.getDefaultInstance()))
        .startsWith("grant is ");
  }

  /** A session's key signs until the session ends or what it rests on does, and a replay decides the same. */
  @Test
  void aSessionEndsAndReplays() throws Exception {
    InMemorySigner first = TestNetwork.signer(60);
    InMemorySigner second = TestNetwork.signer(61);
    life.openSession(DEVICE, KEY, first, Duration.ofMinutes(10));
    submit(first, "");
    submit(KEY, "");
    service.clock.advance(service.now().plus(Duration.ofMinutes(11)));
    submit(first, "report.bad-signature");
    life.openSession(DEVICE, KEY, second, Duration.ofHours(2));
    submit(second, "");
    life.rotateKey(DEVICE, KEY, TestNetwork.signer(62));
    submit(second, "report.bad-signature");
    InMemorySigner third = TestNetwork.signer(63);
    life.openSession(DEVICE, TestNetwork.signer(62), third, Duration.ofHours(2));
    service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(90)));
    service.server.settleDue();
    submit(third, "");
    service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofHours(4)));
    service.server.settleDue();
    BundleReplay replay = new BundleReplay(new TestNetwork().engine());
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(replay.replay(data.resolve("bundles").resolve("epoch-" + epoch)))
          .as("epoch %s", epoch)
          .isInstanceOf(ReplayResult.Same.class);
    }
    assertThat(life.history(DEVICE).records())
        .as("sessions that are over are left out")
        .noneMatch(r -> r.change() instanceof RegistryChange.SessionOpened);
  }

  /** T12: an origin comes with the manufacturer's own word or not at all. */
  @Test
  void aCounterfeitDoesNotEnrol() throws Exception {
    InMemorySigner fake = TestNetwork.signer(70);
    DeviceOrigin origin = new DeviceOrigin("acme", "SN-9", "W09");
    Enrollment plain = TestNetwork.enrollment(fake, account(BOB), "access-point", service.now());
    refused(
        "lifecycle.not-authorised",
        () -> enrol(
            plain, Endorsement.sign(fake.publicKey(), origin, Wallets.key("not acme")), fake));
    refused(
        "lifecycle.other-key",
        () -> enrol(plain, Endorsement.sign(KEY.publicKey(), origin, Wallets.ACME), fake));
    assertStatus(Code.NOT_FOUND, () -> life.history(TestNetwork.device(fake)));
  }

  private void enrol(Enrollment plain, Endorsement endorsement, InMemorySigner signer)
      throws SigningException {
    service.client.enroll(
        NET,
        new Enrollment(plain.device(), plain.deviceTime(), java.util.Optional.of(endorsement)),
        signer);
  }

  private byte[] nonce(DeviceId device) {
    return stub()
        .getSessionNonce(
            GetSessionNonceRequest.newBuilder().setDeviceId(device.text()).build())
        .getNonce()
        .toByteArray();
  }

  private SessionGrant grant(byte[] nonce, InMemorySigner session) throws SigningException {
    return SessionGrant.sign(
        NET,
        new SessionGrant.Terms(
            DEVICE, nonce, service.now(), service.now().plus(Duration.ofHours(1))),
        KEY,
        session);
  }

  private long open(SessionGrant grant) {
    return stub()
        .openSession(OpenSessionRequest.newBuilder()
            .setGrant(com.google.protobuf.ByteString.copyFrom(grant.toBytes()))
            .build())
        .getFromMs();
  }
}

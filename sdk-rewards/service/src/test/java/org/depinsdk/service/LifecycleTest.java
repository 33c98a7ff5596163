package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;
import static org.depinsdk.service.Wallets.ACME;
import static org.depinsdk.service.Wallets.ALICE;
import static org.depinsdk.service.Wallets.BOB;
import static org.depinsdk.service.Wallets.account;

import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.wire.v1.CompleteTransferResponse;
import org.depinsdk.client.wire.v1.EnrollResponse;
import org.depinsdk.client.wire.v1.RevokeResponse;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One device through its whole life, over a real socket, with restarts on the way. */
class LifecycleTest {
  private static final Instant T0 = TestNetwork.GENESIS;
  private static final InMemorySigner FIRST = Wallets.key("first key");
  private static final InMemorySigner SECOND = TestNetwork.signer(2);
  private static final DeviceId DEVICE = TestNetwork.device(FIRST);
  private static final DeviceOrigin ORIGIN = new DeviceOrigin("acme", "SN-1", "2026-W01");

  @TempDir
  Path data = Path.of("");

  @Test
  void enrolRotateTransferCloneRevoke() throws Exception {
    TransferOffer offer;
    try (TestService service = new TestService(data)) {
      enrolRotate(service);
      offer = offer(service);
      service
          .client
          .lifecycle(TestNetwork.NAME)
          .offerTransfer(offer, Wallets.sign(ALICE, offer.offerPayload(TestNetwork.NAME)));
    }
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plusSeconds(1500));
      service
          .client
          .lifecycle(TestNetwork.NAME)
          .acceptTransfer(offer, Wallets.sign(BOB, offer.acceptPayload(TestNetwork.NAME)));
    }
    Instant handedOver;
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plusSeconds(1800));
      handedOver = transfer(service, offer);
      clone(service, handedOver);
    }
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plusSeconds(3 * 3600));
      revoke(service);
    }
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plusSeconds(4 * 3600));
      kept(service, handedOver);
    }
    BundleReplay replay = new BundleReplay(new TestNetwork().engine());
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(replay.replay(data.resolve("bundles").resolve("epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
  }

  private static void enrolRotate(TestService service) throws Exception {
    assertThat(enroll(service, FIRST, ORIGIN).getStatus()).isEqualTo("active");
    assertThat(enroll(service, FIRST, ORIGIN).getDeviceId()).as("again").isEqualTo(DEVICE.text());
    submit(service, FIRST, 1, 60, "");
    advance(service, 660);
    submit(service, FIRST, 2, 660, "");
    Instant at = service.client.lifecycle(TestNetwork.NAME).rotateKey(DEVICE, FIRST, SECOND);
    assertThat(service.client.lifecycle(TestNetwork.NAME).rotateKey(DEVICE, FIRST, SECOND))
        .as("asked again after a lost answer")
        .isEqualTo(at);
    advance(service, 1260);
    submit(service, FIRST, 3, 1260, "report.bad-signature");
    submit(service, SECOND, 3, 1260, "");
  }

  private static TransferOffer offer(TestService service) throws Exception {
    return new TransferOffer(
        DEVICE,
        account(ALICE),
        account(BOB),
        "5a".repeat(32),
        T0.plus(Duration.ofDays(1)),
        service.client.lifecycle(TestNetwork.NAME).history(DEVICE).lastVoucher());
  }

  /** In the middle of epoch 0, three heartbeats before and three after: each owner is paid for half. */
  private static Instant transfer(TestService service, TransferOffer offer) throws Exception {
    CompleteTransferResponse done =
        service.client.lifecycle(TestNetwork.NAME).completeTransfer(offer, SECOND);
    assertStatus(
        Code.NOT_FOUND, () -> service.client.lifecycle(TestNetwork.NAME).transfer(DEVICE));
    assertThat(service.client.lifecycle(TestNetwork.NAME).history(DEVICE).lastVoucher())
        .isEqualTo(done.getVoucherHash());
    for (int slot = 3; slot < 6; slot++) {
      advance(service, slot * 600 + 60);
      submit(service, SECOND, slot + 1, slot * 600 + 60, "");
    }
    advance(service, 3600 + 600);
    for (InMemorySigner owner : List.of(ALICE, BOB)) {
      assertThat(service.client.statement(0, account(owner).text()))
          .contains("\"total\": \"450000\"");
      assertThat(service.client.claim(account(owner)).getCumulativeAmount()).isEqualTo("450000");
    }
    return Instant.ofEpochMilli(done.getAtMs());
  }

  /** In epoch 1 a second machine has the key. The network finds it in the reports alone, names both, and stops the device. */
  private void clone(TestService service, Instant handedOver) throws Exception {
    submit(service, SECOND, 1, 4010, "boot-of-bobs-box", "");
    submit(service, SECOND, 1, 4080, "boot-of-the-copy", "report.replayed");
    submit(service, SECOND, 2, 4150, "boot-of-bobs-box", "");
    submit(service, SECOND, 3, 4220, "boot-of-the-copy", "");
    advance(service, 2 * 3600 + 600);
    String json = service.client.statement(1, DEVICE.text());
    assertThat(json)
        .contains("\"reason\": \"instance.interleaved-boots\"")
        .contains("\"boot\": \"boot-of-bobs-box\"")
        .contains("\"boot\": \"boot-of-the-copy\"");
    List<RegistryRecord> records =
        service.client.lifecycle(TestNetwork.NAME).history(DEVICE).records();
    assertThat(records)
        .anySatisfy(r -> assertThat(r.change())
            .isInstanceOfSatisfying(RegistryChange.CloneFound.class, found -> {
              assertThat(List.of(found.first().boot(), found.second().boot()))
                  .containsExactlyInAnyOrder("boot-of-bobs-box", "boot-of-the-copy");
              assertThat(r.at()).isAfter(handedOver);
            }));
    submit(service, SECOND, 1, 7800, "report.device-suspended");
    service.server.admin().change(DEVICE, new RegistryChange.Activated()).get();
    advance(service, 2 * 3600 + 601);
    submit(service, SECOND, 2, 7801, "");
  }

  /** In epoch 2 the manufacturer's keys leak: one order stops all devices of the batch, and keeps out those to come. */
  private static void revoke(TestService service) throws Exception {
    InMemorySigner sister = Wallets.key("sister");
    InMemorySigner cousin = Wallets.key("cousin");
    enroll(service, sister, new DeviceOrigin("acme", "SN-2", "2026-W01"));
    enroll(service, cousin, new DeviceOrigin("acme", "SN-3", "2026-W02"));
    RevocationOrder order = RevocationOrder.sign(
        TestNetwork.NAME,
        new Revocation.OfBatch("acme", "2026-W01", "keys leaked at the factory"),
        service.now(),
        ACME);
    RevokeResponse response = service.client.lifecycle(TestNetwork.NAME).revoke(order);
    assertThat(response.getDeviceIdsList())
        .containsExactlyInAnyOrder(DEVICE.text(), TestNetwork.device(sister).text());
    assertThat(response.getStands()).isTrue();
    assertThat(service.client.lifecycle(TestNetwork.NAME).revoke(order).getDeviceIdsList())
        .as("sent again")
        .containsExactlyInAnyOrderElementsOf(response.getDeviceIdsList());
    submit(service, SECOND, 9, 3 * 3600, "report.device-revoked");
    assertThat(enroll(service, cousin, new DeviceOrigin("acme", "SN-3", "2026-W02"))
            .getStatus())
        .isEqualTo("active");
  }

  private void kept(TestService service, Instant handedOver) throws Exception {
    InMemorySigner late = Wallets.key("late");
    assertStatus(
            Code.FAILED_PRECONDITION,
            () -> enroll(service, late, new DeviceOrigin("acme", "SN-4", "2026-W01")))
        .contains("lifecycle.revoked-before");
    service.server.settleDue();
    List<RegistryRecord> records =
        service.client.lifecycle(TestNetwork.NAME).history(DEVICE).records();
    assertThat(records)
        .extracting(r -> r.change().getClass().getSimpleName())
        .containsExactly(
            "Enrolled",
            "OriginRecorded",
            "Activated",
            "KeyRotated",
            "Transferred",
            "Suspended",
            "CloneFound",
            "Activated",
            "Revoked");
    assertThat(records).extracting(RegistryRecord::at).isSorted();
    // each bundle tells what its own epoch changed
    assertThat(statement(0))
        .contains("made by acme, serial SN-1, batch 2026-W01")
        .contains("owner " + account(ALICE) + " from 2026-01-01T00:01:00Z to " + handedOver
            + ", by the enrolment that the device signed")
        .contains("owner " + account(BOB) + " from " + handedOver + ", by voucher ")
        .contains("key " + FIRST.publicKey().didKey() + " from 2026-01-01T00:01:00Z to ")
        .contains("key " + SECOND.publicKey().didKey() + " from ");
    assertThat(statement(2))
        .contains("made by acme, serial SN-1, batch 2026-W01")
        .contains("owner " + account(BOB) + " from " + handedOver + ", by voucher ")
        .contains("two machines recorded at ")
        .contains("revoked at 2026-01-01T03:00:00Z by " + ACME.publicKey().didKey()
            + ": keys leaked at the factory");
  }

  private String statement(int epoch) throws Exception {
    EpochBundle bundle = EpochBundle.open(data.resolve("bundles").resolve("epoch-" + epoch));
    return Statement.of(bundle, DEVICE.text()).toText(1);
  }

  static EnrollResponse enroll(TestService service, InMemorySigner signer, DeviceOrigin origin)
      throws Exception {
    Enrollment plain =
        TestNetwork.enrollment(signer, account(ALICE), "access-point", service.now());
    Endorsement endorsement = Endorsement.sign(signer.publicKey(), origin, ACME);
    return service.client.enroll(
        TestNetwork.NAME,
        new Enrollment(plain.device(), plain.deviceTime(), Optional.of(endorsement)),
        signer);
  }

  private static void advance(TestService service, int seconds) throws Exception {
    service.clock.advance(T0.plusSeconds(seconds));
    service.server.settleDue();
  }

  private static void submit(
      TestService service, DeviceSigner signer, long sequence, int seconds, String refusal)
      throws SigningException {
    submit(service, signer, sequence, seconds, "", refusal);
  }

  private static void submit(
      TestService service,
      DeviceSigner signer,
      long sequence,
      int seconds,
      String boot,
      String refusal)
      throws SigningException {
    assertThat(service
            .client
            .submit(TestNetwork.report(signer, DEVICE, sequence, T0.plusSeconds(seconds), boot))
            .getRefusal())
        .isEqualTo(refusal);
  }
}

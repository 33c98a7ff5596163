package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.LifecycleClient;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.client.wire.v1.RevokeResponse;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's part of the code of docs/identity.md; core's IdentityGuideTest compares the page. */
class ServiceGuideTest {
  private static final String NETWORK = TestNetwork.NAME;

  @TempDir
  Path folder = Path.of("");

  private final SecureRandom random = new SecureRandom();

  @Test
  void aLife() throws Exception {
    try (TestService service = new TestService(folder.resolve("data"))) {
      NetworkClient client = service.client;
      InMemorySigner made = InMemorySigner.generate(KeyAlgorithm.P256, random);
      OperatorId seller = Wallets.account(Wallets.ALICE);
      OperatorId buyer = Wallets.account(Wallets.BOB);
      Endorsement endorsement = Endorsement.sign(
          made.publicKey(), new DeviceOrigin("acme", "SN-000123", "2026-W01"), Wallets.ACME);
      DeviceId device = enrol(client, made, seller, endorsement, service.now());
      DeviceSigner signer = rotate(client, device, made);
      session(client, device, signer, service.now());
      transfer(client, device, signer, seller, buyer, service.now());
      revoke(client, device, service.now());
      audit(client, device);
    }
  }

  private static DeviceId enrol(
      NetworkClient client,
      DeviceSigner signer,
      OperatorId owner,
      Endorsement endorsement,
      Instant now)
      throws Exception {
    // snippet: callEnroll
    Enrollment enrollment = new Enrollment(
        new RegistryChange.Enrolled(signer.publicKey(), owner, "access-point", Optional.empty()),
        now,
        Optional.of(endorsement));
    DeviceId device = new DeviceId(client.enroll(NETWORK, enrollment, signer).getDeviceId());
    // end
    return device;
  }

  private DeviceSigner rotate(NetworkClient client, DeviceId device, DeviceSigner old)
      throws Exception {
    Path file = folder.resolve("next.pem");
    char[] password = "a long pass phrase".toCharArray();
    // snippet: callRotate
    KeyFile.save(file, InMemorySigner.generate(KeyAlgorithm.ED25519, random), password, random);
    DeviceSigner next = KeyFile.open(file, password);
    Instant since = client.lifecycle(NETWORK).rotateKey(device, old, next);
    // end
    assertThat(since).isAfter(Instant.EPOCH);
    return next;
  }

  private void session(NetworkClient client, DeviceId device, DeviceSigner hardware, Instant now)
      throws Exception {
    // snippet: callSession
    InMemorySigner memory = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
    LifecycleClient.Session session =
        client.lifecycle(NETWORK).openSession(device, hardware, memory, Duration.ofHours(6));
    // end
    ReportReceipt receipt =
        client.submit(TestNetwork.report(session.signer(), session.device(), 1, now));
    assertThat(receipt.getAccepted()).isTrue();
  }

  private void transfer(
      NetworkClient client,
      DeviceId device,
      DeviceSigner signer,
      OperatorId seller,
      OperatorId buyer,
      Instant now)
      throws Exception {
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    // snippet: callTransfer
    LifecycleClient life = client.lifecycle(NETWORK);
    TransferOffer offer = new TransferOffer(
        device,
        seller,
        buyer,
        Hex.encode(drawn),
        now.plus(Duration.ofDays(2)),
        life.history(device).lastVoucher());
    // the seller, then the buyer, each with the wallet
    life.offerTransfer(offer, sellersWallet(offer.offerPayload(NETWORK)));
    life.acceptTransfer(offer, buyersWallet(offer.acceptPayload(NETWORK)));
    // the device, when its owner has confirmed the terms on it
    String voucher = life.completeTransfer(offer, signer).getVoucherHash();
    // end
    assertThat(life.history(device).lastVoucher()).isEqualTo(voucher);
  }

  private static byte[] sellersWallet(Eip191Payload text) {
    return Wallets.sign(Wallets.ALICE, text);
  }

  private static byte[] buyersWallet(Eip191Payload text) {
    return Wallets.sign(Wallets.BOB, text);
  }

  private static byte[] registrarsWallet(Eip191Payload text) {
    return Wallets.sign(Wallets.REGISTRAR, text);
  }

  private static void revoke(NetworkClient client, DeviceId device, Instant now) throws Exception {
    DeviceSigner hsm = Wallets.ACME;
    OperatorId registrar = Wallets.account(Wallets.REGISTRAR);
    // snippet: callRevoke
    // the manufacturer, with the key that the policy names
    Revocation batch = new Revocation.OfBatch("acme", "2026-W01", "keys leaked at the factory");
    RevokeResponse stopped =
        client.lifecycle(NETWORK).revoke(RevocationOrder.sign(NETWORK, batch, now, hsm));
    // a registrar of the network, or the owner for a device of its own, with a wallet
    Revocation serial = new Revocation.OfSerial("acme", "SN-000124", "recalled");
    Signatory by = Signatory.of(registrar);
    byte[] signature = registrarsWallet(RevocationOrder.payload(NETWORK, serial, by, now));
    RevokeResponse keptOut =
        client.lifecycle(NETWORK).revoke(RevocationOrder.of(serial, by, now, signature));
    // end
    assertThat(stopped.getDeviceIdsList()).isEqualTo(List.of(device.text()));
    assertThat(keptOut.getStands()).isTrue();
  }

  private static void audit(NetworkClient client, DeviceId device) throws Exception {
    IdentityRules rules = TestNetwork.POLICY.identity();
    // snippet: callHistory
    RegistryView history =
        RegistryView.of(client.lifecycle(NETWORK).history(device).records());
    Optional<RegistryAudit.Fault> fault =
        new RegistryAudit(NETWORK, rules, Instant.MIN).check(history);
    // end
    assertThat(fault).isEmpty();
  }
}

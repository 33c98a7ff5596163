package org.depinsdk.core.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.beacon.DrandVerifier;
import org.depinsdk.core.clone.CloneDetector;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.KeyHistory;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.session.InMemoryNonceStore;
import org.depinsdk.core.session.NonceStore;
import org.depinsdk.core.session.SessionGrant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/identity.md: it compiles, runs, and stands there word for word. */
class IdentityGuideTest {
  private static final String NETWORK = "wifi-demo";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir
  Path folder = Path.of("");

  private final SecureRandom random = new SecureRandom();
  private final DeviceRegistry registry = new InMemoryDeviceRegistry();

  @Test
  void manufacturer() throws Exception {
    Path file = folder.resolve("device.pem");
    char[] password = "a long pass phrase".toCharArray();
    // snippet: manufacture
    InMemorySigner made = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
    KeyFile.save(file, made, password, random);
    String label = made.publicKey().didKey();
    byte[] forX509Tools = SpkiKey.encode(made.publicKey());
    DeviceOrigin origin = new DeviceOrigin("acme", "SN-000123", "2026-W01");
    // end
    InMemorySigner factory = InMemorySigner.generate(KeyAlgorithm.P256, random);
    // snippet: endorse
    Endorsement endorsement = Endorsement.sign(made.publicKey(), origin, factory);
    byte[] goesWithTheDevice = endorsement.toBytes();
    // end
    assertThat(Endorsement.parse(goesWithTheDevice).origin()).isEqualTo(origin);
    // snippet: open
    DeviceSigner signer = KeyFile.open(file, password);
    // end
    assertThat(DeviceKey.ofDidKey(label)).isEqualTo(signer.publicKey());
    assertThat(SpkiKey.decode(forX509Tools)).isEqualTo(signer.publicKey());
    assertThat(origin.batch()).isEqualTo("2026-W01");
  }

  private DeviceId enrol(DeviceKey key, OperatorId operator) throws Exception {
    // snippet: enrol
    DeviceId device = DeviceId.derive(NETWORK, key);
    registry.append(
        NOW, device, new RegistryChange.Enrolled(key, operator, "access-point", Optional.empty()));
    registry.append(NOW, device, new RegistryChange.Activated());
    // end
    return device;
  }

  @Test
  void rotateAndRevoke() throws Exception {
    InMemorySigner oldSigner = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
    InMemorySigner newSigner = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
    DeviceId device =
        enrol(oldSigner.publicKey(), new OperatorId("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    // snippet: rotate
    KeyHistory history = KeyHistory.of(registry.view(), device);
    KeyRotation rotation =
        KeyRotation.sign(NETWORK, device, history.rotations() + 1, oldSigner, newSigner);

    // the network, with the bytes that came in
    KeyRotation received = KeyRotation.parse(rotation.toBytes());
    RegistryChange rotated = received.check(NETWORK, registry.find(device).orElseThrow(), history);
    registry.append(NOW.plusSeconds(60), device, rotated);
    Optional<DeviceKey> before = KeyHistory.of(registry.view(), device).keyAt(NOW.plusSeconds(59));
    Optional<DeviceKey> after = KeyHistory.of(registry.view(), device).keyAt(NOW.plusSeconds(60));
    // end
    assertThat(before).contains(oldSigner.publicKey());
    assertThat(after).contains(newSigner.publicKey());
    registry.append(
        NOW.plusSeconds(60),
        device,
        new RegistryChange.OriginRecorded(new DeviceOrigin("acme", "SN-000123", "2026-W01")));
    // snippet: revoke
    Revocation order = new Revocation.OfBatch("acme", "2026-W01", "keys leaked at the factory");
    for (DeviceId target : order.targets(registry.view())) {
      registry.append(NOW.plusSeconds(120), target, order.change());
    }
    // end
    assertThat(registry.find(device).orElseThrow().status()).isEqualTo(DeviceStatus.REVOKED);
  }

  @Test
  void transfer() throws Exception {
    InMemorySigner seller = InMemorySigner.generate(KeyAlgorithm.SECP256K1, random);
    InMemorySigner buyer = InMemorySigner.generate(KeyAlgorithm.SECP256K1, random);
    InMemorySigner signer = InMemorySigner.generate(KeyAlgorithm.P256, random);
    DeviceId device = enrol(signer.publicKey(), EvmAddress.of(seller.publicKey()));
    String nonce = "5a".repeat(32);
    // snippet: transfer
    TransferOffer offer = new TransferOffer(
        device,
        EvmAddress.of(seller.publicKey()),
        EvmAddress.of(buyer.publicKey()),
        nonce,
        NOW.plus(Duration.ofDays(2)),
        TransferOffer.genesis());
    byte[] offered = walletSignature(seller, offer.offerPayload(NETWORK));
    byte[] accepted = walletSignature(buyer, offer.acceptPayload(NETWORK));
    byte[] countersigned =
        signer.sign(TransferVoucher.countersignPayload(NETWORK, offer, offered, accepted));
    TransferVoucher voucher = TransferVoucher.of(offer, offered, accepted, countersigned);

    RegistryChange transferred =
        voucher.check(NETWORK, registry.find(device).orElseThrow(), Optional.empty(), NOW);
    // end
    assertThat(transferred)
        .isEqualTo(new RegistryChange.Transferred(EvmAddress.of(buyer.publicKey())));
  }

  // stands for a wallet's personal_sign
  private static byte[] walletSignature(InMemorySigner wallet, SignedPayload text) {
    return RecoverableSignature.of(text, wallet.sign(text), (Secp256k1Key) wallet.publicKey())
        .orElseThrow()
        .bytes();
  }

  @Test
  void session() throws Exception {
    InMemorySigner hardware = InMemorySigner.generate(KeyAlgorithm.P256, random);
    DeviceId device =
        enrol(hardware.publicKey(), new OperatorId("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    // snippet: session
    NonceStore nonces = new InMemoryNonceStore(random, Duration.ofMinutes(1));
    byte[] nonce = nonces.issue(device, NOW);

    // on the device
    InMemorySigner session = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
    SessionGrant.Terms terms =
        new SessionGrant.Terms(device, nonce, NOW, NOW.plus(Duration.ofHours(6)));
    SessionGrant grant = SessionGrant.sign(NETWORK, terms, hardware, session);

    // the network, with the bytes that came in
    Optional<Refusal> refusal = SessionGrant.parse(grant.toBytes())
        .check(NETWORK, registry.find(device).orElseThrow(), nonces, NOW, Duration.ofHours(6));
    // end
    assertThat(refusal).isEmpty();
  }

  @Test
  void clonesAndRandomness() {
    List<InstanceObservation> observations = new ArrayList<>();
    // snippet: clones
    Duration maxSkew = Duration.ofMinutes(2);
    for (CloneFinding finding : CloneDetector.detect(observations, maxSkew)) {
      String machines = finding.first().source() + " and " + finding.second().source();
      System.out.println(
          finding.device() + " is in two machines: " + machines + " (" + finding.reason() + ")");
    }
    // end
    byte[] signature = new byte[48];
    // snippet: beacon
    DrandVerifier quicknet = new DrandVerifier(DrandChain.QUICKNET);
    long number = DrandChain.QUICKNET.firstRoundAt(NOW);
    Optional<Beacon> beacon = quicknet.verify(new DrandRound(number, signature, new byte[0]));
    // end
    assertThat(beacon).isEmpty();
  }

  private static final Pattern SNIPPET =
      Pattern.compile("(?ms)^ *// snippet: (\\w+)\n(.*?)^ *// end\n");
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^<!-- snippet: (\\w+) -->\n```java\n(.*?)^```\n");

  /** The project's folder, from wherever the tests run. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/identity.md"))) {
      root = java.util.Objects.requireNonNull(
          root.getParent(), "no docs/identity.md above this module");
    }
    return root;
  }

  @Test
  void thePageShowsThisCode() throws IOException {
    Path root = root();
    Map<String, String> here = new HashMap<>();
    for (String file : List.of(
        "sdk-core/core/src/test/java/org/depinsdk/core/guide/IdentityGuideTest.java",
        "sdk-rewards/service/src/test/java/org/depinsdk/service/ServiceGuideTest.java")) {
      for (Matcher m = SNIPPET.matcher(Files.readString(root.resolve(file))); m.find(); ) {
        here.put(m.group(1), m.group(2).stripTrailing().stripIndent() + "\n");
      }
    }
    Map<String, String> page = new HashMap<>();
    for (Matcher m = BLOCK.matcher(Files.readString(root.resolve("docs/identity.md")));
        m.find(); ) {
      page.put(m.group(1), m.group(2));
    }
    assertThat(page).isEqualTo(here).hasSizeGreaterThan(7);
  }
}

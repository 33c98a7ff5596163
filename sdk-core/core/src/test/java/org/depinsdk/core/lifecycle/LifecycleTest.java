package org.depinsdk.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each refusal is reached by a statement that is good in every other way. */
class LifecycleTest {
  private static final String NETWORK = "wifi-demo";
  private static final InMemorySigner FIRST = Samples.signer(1);
  private static final InMemorySigner SECOND = Samples.signer(KeyAlgorithm.P256, 2);
  private static final InMemorySigner THIRD = Samples.signer(3);
  private static final InMemorySigner ALICE = Samples.signer(KeyAlgorithm.SECP256K1, 10);
  private static final InMemorySigner BOB = Samples.signer(KeyAlgorithm.SECP256K1, 11);
  private static final InMemorySigner CAROL = Samples.signer(KeyAlgorithm.SECP256K1, 12);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, FIRST.publicKey());

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();

  private static OperatorId operator(InMemorySigner signer) throws Exception {
    return EvmAddress.of(signer.publicKey());
  }

  @BeforeEach
  void enrol() throws Exception {
    registry.append(
        NOON,
        DEVICE,
        new RegistryChange.Enrolled(
            FIRST.publicKey(), operator(ALICE), "access-point", Optional.empty()));
    registry.append(NOON, DEVICE, new RegistryChange.Activated());
  }

  private DeviceState state() {
    return registry.find(DEVICE).orElseThrow();
  }

  private KeyHistory history() {
    return KeyHistory.of(registry.view(), DEVICE);
  }

  private void apply(int seconds, RegistryChange change) throws Exception {
    registry.append(NOON.plusSeconds(seconds), DEVICE, change);
  }

  private static void refused(ThrowingCallable check, ReasonCode reason) {
    assertThatThrownBy(check).isInstanceOfSatisfying(RefusedInstructionException.class, e -> {
      assertThat(e.refusal().reason()).isEqualTo(reason);
      assertThat(e.refusal().detail()).isNotBlank();
    });
  }

  private KeyRotation rotation(long number, DeviceSigner old, DeviceSigner next) throws Exception {
    return KeyRotation.parse(
        KeyRotation.sign(NETWORK, DEVICE, number, old, next).toBytes());
  }

  @Test
  void aRotatedKeyIsKnownByItsTime() throws Exception {
    apply(10, rotation(1, FIRST, SECOND).check(NETWORK, state(), history()));
    apply(20, rotation(2, SECOND, THIRD).check(NETWORK, state(), history()));
    KeyHistory history = history();
    assertThat(history.keyAt(NOON.minusMillis(1))).isEmpty();
    assertThat(history.keyAt(NOON)).contains(FIRST.publicKey());
    assertThat(history.keyAt(NOON.plusMillis(9_999))).contains(FIRST.publicKey());
    assertThat(history.keyAt(NOON.plusSeconds(10))).contains(SECOND.publicKey());
    assertThat(history.keyAt(NOON.plusSeconds(20))).contains(THIRD.publicKey());
    assertThat(history.keyAt(Instant.MAX)).contains(THIRD.publicKey());
    assertThat(history.rotations()).isEqualTo(2);
    registry.append(NOON.plusSeconds(30), DEVICE, new RegistryChange.Suspended("appeal"));
    assertThat(history().keyAt(NOON.plusSeconds(35))).contains(THIRD.publicKey());
    registry.append(NOON.plusSeconds(40), DEVICE, new RegistryChange.Revoked("stolen"));
    assertThat(history().keyAt(NOON.plusSeconds(40))).isEmpty();
    assertThat(history().keyAt(NOON.plusSeconds(39))).contains(THIRD.publicKey());
    assertThat(history().periods()).hasSize(3);
    assertThat(KeyHistory.of(registry.view(), new DeviceId("dev-" + "a".repeat(32)))
            .periods())
        .isEmpty();
  }

  @Test
  void refusesRotationsForEachReason() throws Exception {
    refused(
        () -> rotation(1, THIRD, SECOND).check(NETWORK, state(), history()),
        LifecycleReasons.NOT_CURRENT_KEY);
    refused(
        () -> rotation(1, FIRST, FIRST).check(NETWORK, state(), history()),
        LifecycleReasons.USED_KEY);
    refused(
        () -> rotation(2, FIRST, SECOND).check(NETWORK, state(), history()),
        LifecycleReasons.NOT_NEXT_ROTATION);
    refused(
        () -> rotation(0, FIRST, SECOND).check(NETWORK, state(), history()),
        LifecycleReasons.NOT_NEXT_ROTATION);
    KeyRotation good = rotation(1, FIRST, SECOND);
    refused(() -> good.check("other", state(), history()), LifecycleReasons.BAD_OLD_SIGNATURE);
    byte[] bytes = good.toBytes();
    byte[] badNew = bytes.clone();
    badNew[bytes.length - 1] ^= 1;
    refused(
        () -> KeyRotation.parse(badNew).check(NETWORK, state(), history()),
        LifecycleReasons.BAD_NEW_SIGNATURE);
    DeviceId other = new DeviceId("dev-" + "a".repeat(32));
    refused(
        () -> KeyRotation.sign(NETWORK, other, 1, FIRST, SECOND).check(NETWORK, state(), history()),
        LifecycleReasons.OTHER_DEVICE);
    apply(1, good.check(NETWORK, state(), history()));
    refused(() -> good.check(NETWORK, state(), history()), LifecycleReasons.NOT_CURRENT_KEY);
    refused(
        () -> rotation(2, SECOND, FIRST).check(NETWORK, state(), history()),
        LifecycleReasons.USED_KEY);
    registry.append(NOON.plusSeconds(2), DEVICE, new RegistryChange.Revoked("stolen"));
    refused(
        () -> rotation(2, SECOND, THIRD).check(NETWORK, state(), history()),
        LifecycleReasons.REVOKED);
  }

  @Test
  void theRegistryItselfTakesNoKeyBack() throws Exception {
    registry.append(NOON, DEVICE, new RegistryChange.KeyRotated(SECOND.publicKey()));
    for (DeviceKey used : new DeviceKey[] {FIRST.publicKey(), SECOND.publicKey()}) {
      assertThatThrownBy(() -> registry.append(NOON, DEVICE, new RegistryChange.KeyRotated(used)))
          .isInstanceOf(RegistryConflictException.class)
          .hasMessageContaining("has had");
    }
  }

  private static byte[] walletSign(InMemorySigner wallet, Eip191Payload payload) {
    return RecoverableSignature.of(payload, wallet.sign(payload), (Secp256k1Key) wallet.publicKey())
        .orElseThrow()
        .bytes();
  }

  private static TransferOffer offer(InMemorySigner from, InMemorySigner to, String previous)
      throws Exception {
    return new TransferOffer(
        DEVICE, operator(from), operator(to), "5a".repeat(32), NOON.plusSeconds(60), previous);
  }

  private static TransferVoucher voucher(
      TransferOffer offer, InMemorySigner from, InMemorySigner to, InMemorySigner device) {
    byte[] offered = walletSign(from, offer.offerPayload(NETWORK));
    byte[] accepted = walletSign(to, offer.acceptPayload(NETWORK));
    return TransferVoucher.of(
        offer,
        offered,
        accepted,
        device.sign(TransferVoucher.countersignPayload(NETWORK, offer, offered, accepted)));
  }

  @Test
  void aDeviceChangesHandsTwice() throws Exception {
    TransferVoucher first = voucher(offer(ALICE, BOB, TransferOffer.genesis()), ALICE, BOB, FIRST);
    assertThat(TransferVoucher.parse(first.toBytes())).isEqualTo(first).hasSameHashCodeAs(first);
    apply(10, first.check(NETWORK, state(), Optional.empty(), NOON.plusSeconds(60)));
    TransferVoucher second = voucher(offer(BOB, CAROL, first.hash()), BOB, CAROL, FIRST);
    apply(20, second.check(NETWORK, state(), Optional.of(first), NOON));
    assertThat(
            registry.view().stateAt(DEVICE, NOON.plusSeconds(9)).orElseThrow().operator())
        .isEqualTo(operator(ALICE));
    assertThat(
            registry.view().stateAt(DEVICE, NOON.plusSeconds(19)).orElseThrow().operator())
        .isEqualTo(operator(BOB));
    assertThat(state().operator()).isEqualTo(operator(CAROL));
    // back to the first owner: the old voucher does not count again
    TransferVoucher third = voucher(offer(CAROL, ALICE, second.hash()), CAROL, ALICE, FIRST);
    apply(30, third.check(NETWORK, state(), Optional.of(second), NOON));
    refused(
        () -> first.check(NETWORK, state(), Optional.of(third), NOON),
        LifecycleReasons.BROKEN_CHAIN);
  }

  @Test
  void refusesTransfersForEachReason() throws Exception {
    TransferOffer good = offer(ALICE, BOB, TransferOffer.genesis());
    Optional<TransferVoucher> none = Optional.empty();
    assertThat(voucher(good, ALICE, BOB, FIRST).check(NETWORK, state(), none, NOON))
        .isEqualTo(new RegistryChange.Transferred(operator(BOB)));
    refused(
        () -> voucher(offer(BOB, CAROL, TransferOffer.genesis()), BOB, CAROL, FIRST)
            .check(NETWORK, state(), none, NOON),
        LifecycleReasons.NOT_OWNER);
    refused(
        () -> voucher(offer(ALICE, BOB, "11".repeat(32)), ALICE, BOB, FIRST)
            .check(NETWORK, state(), none, NOON),
        LifecycleReasons.BROKEN_CHAIN);
    refused(
        () ->
            voucher(good, ALICE, BOB, FIRST).check(NETWORK, state(), none, NOON.plusMillis(60_001)),
        LifecycleReasons.EXPIRED);
    refused(
        () -> voucher(good, CAROL, BOB, FIRST).check(NETWORK, state(), none, NOON),
        LifecycleReasons.BAD_OFFER_SIGNATURE);
    refused(
        () -> voucher(good, ALICE, CAROL, FIRST).check(NETWORK, state(), none, NOON),
        LifecycleReasons.BAD_ACCEPT_SIGNATURE);
    refused(
        () -> voucher(good, ALICE, BOB, THIRD).check(NETWORK, state(), none, NOON),
        LifecycleReasons.BAD_DEVICE_SIGNATURE);
    refused(
        () -> voucher(good, ALICE, BOB, FIRST).check("other", state(), none, NOON),
        LifecycleReasons.BAD_OFFER_SIGNATURE);
    // an acceptance is not an offer, though the terms are the same
    byte[] accepted = walletSign(ALICE, good.acceptPayload(NETWORK));
    refused(
        () -> TransferVoucher.of(good, accepted, accepted, new byte[64])
            .check(NETWORK, state(), none, NOON),
        LifecycleReasons.BAD_OFFER_SIGNATURE);
    refused(
        () -> TransferVoucher.of(good, new byte[0], new byte[65], new byte[64])
            .check(NETWORK, state(), none, NOON),
        LifecycleReasons.BAD_OFFER_SIGNATURE);
    TransferOffer other = new TransferOffer(
        new DeviceId("dev-" + "a".repeat(32)),
        operator(ALICE),
        operator(BOB),
        "5a".repeat(32),
        NOON.plusSeconds(60),
        TransferOffer.genesis());
    refused(
        () -> voucher(other, ALICE, BOB, FIRST).check(NETWORK, state(), none, NOON),
        LifecycleReasons.OTHER_DEVICE);
    registry.append(NOON, DEVICE, new RegistryChange.Revoked("stolen"));
    refused(
        () -> voucher(good, ALICE, BOB, FIRST).check(NETWORK, state(), none, NOON),
        LifecycleReasons.REVOKED);
  }

  @Test
  void refusesOffersThatMakeNoSense() throws Exception {
    assertThatThrownBy(() -> offer(ALICE, ALICE, TransferOffer.genesis()))
        .hasMessageContaining("to itself");
    assertThatThrownBy(() -> offer(ALICE, BOB, "00")).hasMessageContaining("64 lower-case");
  }

  @Test
  void revokesByKeySerialAndBatch() throws Exception {
    DeviceKey otherKey = Samples.signer(20).publicKey();
    DeviceId other = DeviceId.derive(NETWORK, otherKey);
    registry.append(
        NOON,
        other,
        new RegistryChange.Enrolled(otherKey, operator(BOB), "access-point", Optional.empty()));
    registry.append(NOON, DEVICE, new RegistryChange.KeyRotated(SECOND.publicKey()));
    Map<DeviceId, DeviceOrigin> origins = Map.of(
        DEVICE,
        new DeviceOrigin("acme", "0001", "B-17"),
        other,
        new DeviceOrigin("acme", "0002", "B-17"));
    assertThat(targets(new Revocation.OfKey(SECOND.publicKey(), "leaked"), origins))
        .containsExactly(DEVICE);
    assertThat(targets(new Revocation.OfKey(FIRST.publicKey(), "leaked"), origins))
        .containsExactly(DEVICE);
    assertThat(targets(new Revocation.OfKey(THIRD.publicKey(), "leaked"), origins))
        .isEmpty();
    assertThat(targets(new Revocation.OfSerial("acme", "0002", "recalled"), origins))
        .containsExactly(other);
    assertThat(targets(new Revocation.OfSerial("ajax", "0002", "recalled"), origins))
        .isEmpty();
    assertThat(targets(new Revocation.OfBatch("ajax", "B-17", "recalled"), origins))
        .isEmpty();
    Revocation batch = new Revocation.OfBatch("acme", "B-17", "keys leaked at the factory");
    assertThat(targets(batch, Map.of())).isEmpty();
    List<DeviceId> hit = targets(batch, origins);
    assertThat(hit).containsExactlyInAnyOrder(DEVICE, other).isSorted();
    for (DeviceId device : hit) {
      registry.append(NOON.plusSeconds(5), device, batch.change());
      assertThat(registry.find(device).orElseThrow().status()).isEqualTo(DeviceStatus.REVOKED);
    }
    assertThat(targets(batch, origins)).isEmpty();
    assertThat(history().keyAt(NOON.plusSeconds(4))).isPresent();
    assertThat(history().keyAt(NOON.plusSeconds(5))).isEmpty();
    assertThatThrownBy(() -> new Revocation.OfBatch("acme", "", "x")).hasMessageContaining("batch");
    assertThatThrownBy(() -> new Revocation.OfKey(otherKey, " ")).hasMessageContaining("reason");
  }

  private List<DeviceId> targets(Revocation revocation, Map<DeviceId, DeviceOrigin> origins) {
    return revocation.targets(registry.view(), origins);
  }

  @Test
  void brokenInstructionsAreAnErrorAndNothingElse() throws Exception {
    byte[] rotation = rotation(1, FIRST, SECOND).toBytes();
    byte[] voucher =
        voucher(offer(ALICE, BOB, TransferOffer.genesis()), ALICE, BOB, FIRST).toBytes();
    Set<String> seen = new HashSet<>();
    Property.check(2000, random -> {
      byte[] good = random.nextBoolean() ? rotation : voucher;
      byte[] hostile = random.nextInt(3) == 0
          ? Arrays.copyOf(good, random.nextInt(good.length + 3))
          : good.clone();
      for (int i = random.nextInt(1, 3); i > 0 && hostile.length > 0; i--) {
        hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (Arrays.equals(hostile, good)) {
        return;
      }
      try {
        RegistryChange change = good == rotation
            ? KeyRotation.parse(hostile).check(NETWORK, state(), history())
            : TransferVoucher.parse(hostile).check(NETWORK, state(), Optional.empty(), NOON);
        throw new AssertionError("accepted: " + change);
      } catch (RefusedInstructionException e) {
        seen.add(e.refusal().reason().text());
      } catch (EncodingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
    assertThat(seen).hasSizeGreaterThan(5);
    assertThatThrownBy(() -> KeyRotation.parse(new byte[KeyRotation.MAX_BYTES + 1]))
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> TransferVoucher.parse(new byte[TransferVoucher.MAX_BYTES + 1]))
        .hasMessageContaining("at most");
  }
}

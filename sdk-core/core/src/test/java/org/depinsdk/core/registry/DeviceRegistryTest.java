package org.depinsdk.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.ALICE;
import static org.depinsdk.core.Samples.BOB;
import static org.depinsdk.core.Samples.NOON;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.depinsdk.core.Samples;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class DeviceRegistryTest {
  private static final DeviceKey KEY = Samples.signer(1).publicKey();
  private static final DeviceId DEVICE = DeviceId.derive("net", KEY);
  private static final H3Cell CELL = new H3Cell(0x8928308280fffffL);

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();

  private static RegistryChange.Enrolled enrolment(DeviceKey key) {
    return new RegistryChange.Enrolled(key, ALICE, "access-point", Optional.of(CELL));
  }

  private static RegistryChange to(DeviceStatus status) {
    return switch (status) {
      case ENROLLED -> enrolment(KEY);
      case ACTIVE -> new RegistryChange.Activated();
      case SUSPENDED -> new RegistryChange.Suspended("appeal");
      case REVOKED -> new RegistryChange.Revoked("stolen");
    };
  }

  private static Set<DeviceStatus> mayFollow(DeviceStatus from) {
    return switch (from) {
      case ENROLLED -> Set.of(DeviceStatus.ACTIVE, DeviceStatus.SUSPENDED, DeviceStatus.REVOKED);
      case ACTIVE -> Set.of(DeviceStatus.SUSPENDED, DeviceStatus.REVOKED);
      case SUSPENDED -> Set.of(DeviceStatus.ACTIVE, DeviceStatus.REVOKED);
      case REVOKED -> Set.of();
    };
  }

  /** Which status may follow which; the whole table. */
  @Test
  void theLifeCycleIsThisTable() throws Exception {
    for (DeviceStatus from : DeviceStatus.values()) {
      for (DeviceStatus to : DeviceStatus.values()) {
        InMemoryDeviceRegistry fresh = new InMemoryDeviceRegistry();
        fresh.append(NOON, DEVICE, enrolment(KEY));
        if (from != DeviceStatus.ENROLLED) {
          fresh.append(NOON, DEVICE, to(from));
        }
        int before = fresh.view().records().size();
        if (mayFollow(from).contains(to)) {
          fresh.append(NOON, DEVICE, to(to));
          assertThat(fresh.find(DEVICE).orElseThrow().status()).isEqualTo(to);
        } else {
          assertThatThrownBy(() -> fresh.append(NOON, DEVICE, to(to)))
              .as("%s to %s", from, to)
              .isInstanceOf(RegistryConflictException.class)
              .hasMessageContaining(DEVICE.text());
          assertThat(fresh.find(DEVICE).orElseThrow().status()).isEqualTo(from);
          assertThat(fresh.view().records()).hasSize(before);
        }
      }
    }
  }

  @Test
  void aRevokedDeviceNeverChangesAgain() throws Exception {
    registry.append(NOON, DEVICE, enrolment(KEY));
    registry.append(NOON, DEVICE, to(DeviceStatus.REVOKED));
    for (RegistryChange change : new RegistryChange[] {
      new RegistryChange.KeyRotated(Samples.signer(2).publicKey()),
      new RegistryChange.Transferred(BOB),
      new RegistryChange.Relocated(CELL)
    }) {
      assertThatThrownBy(() -> registry.append(NOON, DEVICE, change))
          .isInstanceOf(RegistryConflictException.class)
          .hasMessageContaining("revoked");
    }
  }

  @Test
  void nothingHappensToADeviceThatIsNotEnrolled() {
    assertThatThrownBy(() -> registry.append(NOON, DEVICE, new RegistryChange.Activated()))
        .isInstanceOf(RegistryConflictException.class)
        .hasMessageContaining("not enrolled");
    assertThat(registry.find(DEVICE)).isEmpty();
    assertThat(registry.view().devices()).isEmpty();
  }

  @Test
  void aKeyBelongsToOneDeviceForEver() throws Exception {
    DeviceKey second = Samples.signer(2).publicKey();
    DeviceId other = DeviceId.derive("net", second);
    registry.append(NOON, DEVICE, enrolment(KEY));
    registry.append(NOON, other, enrolment(second));
    assertThatThrownBy(() -> registry.append(NOON, other, new RegistryChange.KeyRotated(KEY)))
        .isInstanceOf(RegistryConflictException.class)
        .hasMessageContaining("belongs to " + DEVICE);
    // also after its device has left the key behind
    registry.append(
        NOON, DEVICE, new RegistryChange.KeyRotated(Samples.signer(3).publicKey()));
    assertThatThrownBy(() -> registry.append(NOON, other, new RegistryChange.KeyRotated(KEY)))
        .isInstanceOf(RegistryConflictException.class);
    assertThat(registry.find(other).orElseThrow().key()).isEqualTo(second);
  }

  @Test
  void everyChangeIsSeenFromItsInstantOn() throws Exception {
    DeviceKey next = Samples.signer(2).publicKey();
    H3Cell elsewhere = CELL.parent(5);
    registry.append(NOON, DEVICE, enrolment(KEY));
    registry.append(NOON.plusSeconds(10), DEVICE, new RegistryChange.Activated());
    registry.append(NOON.plusSeconds(20), DEVICE, new RegistryChange.KeyRotated(next));
    registry.append(NOON.plusSeconds(30), DEVICE, new RegistryChange.Transferred(BOB));
    registry.append(NOON.plusSeconds(40), DEVICE, new RegistryChange.Relocated(elsewhere));
    RegistryView view = registry.view();
    assertThat(view.stateAt(DEVICE, NOON.minusMillis(1))).isEmpty();
    assertThat(at(view, 0).status()).isEqualTo(DeviceStatus.ENROLLED);
    assertThat(at(view, 9).status()).isEqualTo(DeviceStatus.ENROLLED);
    assertThat(at(view, 10).status()).isEqualTo(DeviceStatus.ACTIVE);
    assertThat(at(view, 19).key()).isEqualTo(KEY);
    assertThat(at(view, 20).key()).isEqualTo(next);
    assertThat(at(view, 29).operator()).isEqualTo(ALICE);
    assertThat(at(view, 30).operator()).isEqualTo(BOB);
    assertThat(at(view, 39).cell()).contains(CELL);
    assertThat(at(view, 40).cell()).contains(elsewhere);
    assertThat(at(view, 40).enrolledAt()).isEqualTo(NOON);
    assertThat(view.latest(DEVICE)).isEqualTo(registry.find(DEVICE));
    assertThat(view.history(DEVICE)).hasSize(5);
  }

  private static DeviceState at(RegistryView view, int seconds) {
    return view.stateAt(DEVICE, NOON.plusSeconds(seconds)).orElseThrow();
  }

  @Test
  void timeNeverRunsBackwards() throws Exception {
    registry.append(NOON, DEVICE, enrolment(KEY));
    RegistryRecord late =
        registry.append(NOON.minusSeconds(60), DEVICE, new RegistryChange.Activated());
    assertThat(late.at()).isEqualTo(NOON);
    assertThat(late.index()).isEqualTo(1);
    assertThat(registry.view().stateAt(DEVICE, NOON.minusSeconds(1))).isEmpty();
    assertThat(
            new RegistryRecord(0, NOON.plusNanos(999_999), DEVICE, new RegistryChange.Activated())
                .at())
        .isEqualTo(NOON);
  }

  @Test
  void aViewIsNotChangedByWhatComesLater() throws Exception {
    registry.append(NOON, DEVICE, enrolment(KEY));
    RegistryView before = registry.view();
    registry.append(NOON, DEVICE, new RegistryChange.Activated());
    assertThat(before.latest(DEVICE).orElseThrow().status()).isEqualTo(DeviceStatus.ENROLLED);
    assertThat(before.records()).hasSize(1);
    assertThatThrownBy(() -> before.records().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> before.history(DEVICE).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesAHistoryOutOfOrder() {
    RegistryRecord first = new RegistryRecord(4, NOON, DEVICE, enrolment(KEY));
    RegistryRecord sameIndex = new RegistryRecord(4, NOON, DEVICE, new RegistryChange.Activated());
    RegistryRecord earlier =
        new RegistryRecord(5, NOON.minusMillis(1), DEVICE, new RegistryChange.Activated());
    for (RegistryRecord second : List.of(sameIndex, earlier)) {
      assertThatThrownBy(() -> RegistryView.of(List.of(first, second)))
          .isInstanceOf(RegistryConflictException.class)
          .hasMessageContaining("does not follow");
    }
  }

  @Test
  void refusesChangesThatNobodyCouldRead() {
    assertThatThrownBy(() -> new RegistryChange.Suspended(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RegistryChange.Revoked("x".repeat(RegistryChange.MAX_TEXT + 1)))
        .hasMessageContaining("201");
    assertThatThrownBy(
            () -> new RegistryChange.Enrolled(KEY, ALICE, "Access Point", Optional.empty()))
        .hasMessageContaining("\"Access Point\"");
    assertThatThrownBy(() -> new RegistryRecord(-1, NOON, DEVICE, new RegistryChange.Activated()))
        .hasMessageContaining("-1");
  }

  /** Whatever changes are tried: refused ones leave no trace, and the records alone give the same registry again. */
  @Test
  void theRecordsAreTheRegistry() {
    Property.check(100, random -> {
      InMemoryDeviceRegistry tried = new InMemoryDeviceRegistry();
      List<DeviceId> devices = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        devices.add(DeviceId.derive("net", Samples.signer(i).publicKey()));
      }
      int accepted = 0;
      for (int i = 0; i < 40; i++) {
        DeviceId device = devices.get(random.nextInt(devices.size()));
        Optional<DeviceState> before = tried.find(device);
        Instant at = NOON.plusMillis(random.nextInt(1000));
        try {
          tried.append(at, device, anyChange(random));
          accepted++;
        } catch (RegistryConflictException e) {
          assertThat(tried.find(device)).isEqualTo(before);
        }
      }
      RegistryView view = tried.view();
      assertThat(view.records()).hasSize(accepted);
      RegistryView again = RegistryView.of(view.records());
      for (DeviceId device : devices) {
        assertThat(again.history(device)).isEqualTo(view.history(device));
        assertThat(view.latest(device)).isEqualTo(tried.find(device));
      }
    });
  }

  private static RegistryChange anyChange(RandomGenerator random) {
    DeviceKey key = Samples.signer(random.nextInt(1, 9)).publicKey();
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> enrolment(key);
      case 3, 4, 5 -> new RegistryChange.Activated();
      case 6, 7 -> new RegistryChange.Suspended("appeal");
      case 8 -> new RegistryChange.Revoked("stolen");
      case 9 -> new RegistryChange.KeyRotated(key);
      case 10 -> new RegistryChange.Transferred(BOB);
      default -> new RegistryChange.Relocated(CELL.parent(random.nextInt(9)));
    };
  }
}

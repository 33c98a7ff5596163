package org.depinsdk.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.memory.InMemoryStorage;
import org.junit.jupiter.api.Test;

class StoredRegistryTest {
  private final InMemorySigner signer = TestNetwork.signer(1);
  private final DeviceId device = TestNetwork.device(signer);
  private final DeviceChange enrolled = new DeviceChange(
      device, TestNetwork.enrollment(signer, TestNetwork.GENESIS).device());
  private final DeviceChange activated = new DeviceChange(device, new RegistryChange.Activated());

  @Test
  void recordsChangesTogetherOrNone() throws Exception {
    Storage storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
    StoredRegistry registry = new StoredRegistry(storage.registry());
    assertThatThrownBy(
            () -> registry.append(TestNetwork.GENESIS, List.of(enrolled, activated, activated)))
        .isInstanceOf(RegistryConflictException.class);
    assertThat(registry.view().records()).isEmpty();
    assertThat(storage.registry().load()).isEmpty();
    List<RegistryRecord> records =
        registry.append(TestNetwork.GENESIS, List.of(enrolled, activated));
    assertThat(records).extracting(RegistryRecord::index).containsExactly(0L, 1L);
    assertThat(new StoredRegistry(storage.registry()).view().records()).isEqualTo(records);
  }
}

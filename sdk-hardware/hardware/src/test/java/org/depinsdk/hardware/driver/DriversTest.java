package org.depinsdk.hardware.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.depinsdk.hardware.simulated.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
  private record Fake(DriverDescriptor descriptor) implements DriverProvider {
    @Override
    public Driver open(DriverConfig config, DriverContext context) throws DriverException {
      throw new DriverException.Unsupported("a fake");
    }
  }

  private static final class Silent implements DriverProvider {
    @Override
    public DriverDescriptor descriptor() {
      throw new IllegalStateException("no words");
    }

    @Override
    public Driver open(DriverConfig config, DriverContext context) throws DriverException {
      throw new DriverException.Unsupported("a fake");
    }
  }

  private static DriverProvider fake(String id, int spiVersion) {
    return new Fake(new DriverDescriptor(id, "1", spiVersion, "", Set.of(), Set.of(), List.of()));
  }

  @Test
  void theSimulatedDriverIsFound() {
    Drivers drivers = Drivers.load();
    assertThat(drivers.find(SimulatedProvider.ID)).isPresent();
    assertThat(drivers.find("nothing")).isEmpty();
    assertThat(drivers.problems()).isEmpty();
  }

  @Test
  void aBrokenJarDoesNotHinderTheOthers(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(DriverProvider.class.getName()),
        "com.example.Missing\ncom.example.AlsoMissing\n");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, Drivers.class.getClassLoader())) {
      Drivers drivers = Drivers.load(loader);
      assertThat(drivers.find(SimulatedProvider.ID)).isPresent();
      assertThat(drivers.problems()).hasSize(2);
      assertThat(drivers.problems().get(0)).contains("com.example.Missing");
    }
  }

  @Test
  void twoDriversOfOneNameAreAnErrorThatNamesBoth() {
    assertThatThrownBy(() -> Drivers.of(List.of(fake("simulated", 1), new SimulatedProvider())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two drivers are called simulated")
        .hasMessageContaining(Fake.class.getName() + " in file:")
        .hasMessageContaining(SimulatedProvider.class.getName() + " in file:");
  }

  @Test
  void driversForAnotherVersionAndSilentOnesAreLeftOut() {
    Drivers drivers = Drivers.of(List.of(fake("old", 99), new Silent(), fake("good", 1)));
    assertThat(drivers.all()).extracting(p -> p.descriptor().id()).containsExactly("good");
    assertThat(drivers.problems()).hasSize(2);
    assertThat(drivers.problems().get(0)).contains("version 99");
    assertThat(drivers.problems().get(1)).contains("no words");
  }
}

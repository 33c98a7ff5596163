package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The modules of docs/architecture.md are those of the build. */
class ModulePageTest {
  private static final String WRITE = "depin.write-docs";

  @Test
  void thePageShowsTheBuild() throws Exception {
    if (Boolean.getBoolean(WRITE)) {
      ModulePage.write();
    }
    assertThat(ModulePage.found())
        .as(
            "%s is not what the poms say; to write it again: mvn -pl examples/house-rules -am"
                + " -Dtest=ModulePageTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true test",
            ModulePage.FILE, WRITE)
        .isEqualTo(ModulePage.expected());
  }

  @Test
  void aGraphHasTheModulesAndTheirNeeds() {
    assertThat(ModulePage.expected())
        .contains("| `sdk-core/core` | `depin-sdk-core` | `org.depinsdk.core` |")
        .contains("  epoch --> proofs\n", "  proofs --> core\n")
        .doesNotContain("epoch --> core", "--> wifi");
  }
}

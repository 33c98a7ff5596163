package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.EmissionException;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.preset.Presets;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies of any bytes, from the presets on: refused with reasons, or a policy that pays out to the unit. */
class PolicyFuzzTest {
  private static final EpochFacts FACTS = EpochFacts.of(
      new Epoch(3, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z")));
  private static final List<Contribution> CONTRIBUTIONS = contributions();

  private static final List<RewardPolicy> PRESETS =
      Presets.names().stream().map(Presets::policy).toList();

  private static List<Contribution> contributions() {
    List<Contribution> all = new ArrayList<>();
    for (String kind : List.of("usage/1", "uptime/1", "speed/1", "cell/1", "since/1", "stake/1")) {
      for (int n = 1; n <= 3; n++) {
        all.add(new Contribution(
            new DeviceId("dev-" + "abc".charAt(n - 1) + "a".repeat(31)),
            new ProofKind(kind),
            n * 17L,
            Owners.sole(new OperatorId("0x" + "%040x".formatted(n)))));
      }
    }
    return all;
  }

  static Stream<byte[]> policies() {
    List<byte[]> seeds = new ArrayList<>();
    for (String name : Presets.names()) {
      seeds.add(Presets.file(name).getBytes(StandardCharsets.UTF_8));
      seeds.add(Presets.policy(name).toJson());
    }
    seeds.add(YamlPolicyTest.GOOD.getBytes(StandardCharsets.UTF_8));
    return seeds.stream();
  }

  @MethodSource("policies")
  @FuzzTest
  void policies(byte[] data) {
    RewardPolicy policy;
    try {
      policy = RewardPolicy.parse(data);
    } catch (PolicyException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems()).allSatisfy(p -> assertThat(p.reason()).isNotBlank());
      return;
    }
    byte[] written = policy.toJson();
    try {
      assertThat(RewardPolicy.parse(written)).isEqualTo(policy);
      assertThat(RewardPolicy.parse(written).toJson()).isEqualTo(written);
    } catch (PolicyException e) {
      throw new AssertionError("its own form is refused", e);
    }
    TokenAmount minted = TokenAmount.of(1_000_003);
    try {
      minted =
          policy.emission().mintText(policy.emission().genesisText(), FACTS).minted();
    } catch (EmissionException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    Allocation allocation = policy.allocate(minted, CONTRIBUTIONS);
    assertThat(allocation.paid().plus(allocation.unallocated())).isEqualTo(allocation.minted());
  }

  static Stream<byte[]> texts() {
    return Stream.of("0", TokenAmount.MAX.toString(), "0x" + "ab".repeat(32), "12.5 WIFI")
        .map(t -> t.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("texts")
  @FuzzTest
  void texts(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      assertThat(TokenAmount.parse(text)).hasToString(text);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(Bytes32.parse(Bytes32.parse(text).toString())).isEqualTo(Bytes32.parse(text));
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> emissionStates() {
    List<byte[]> seeds = new ArrayList<>();
    for (String name : Presets.names()) {
      seeds.add(Presets.policy(name).emission().genesisText().getBytes(StandardCharsets.UTF_8));
    }
    return seeds.stream();
  }

  /** The state of an emission schedule stands in a bundle as text. */
  @MethodSource("emissionStates")
  @FuzzTest
  void emissionStates(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (RewardPolicy policy : PRESETS) {
      try {
        String next = policy.emission().mintText(text, FACTS).next();
        policy.emission().mintText(next, FACTS);
      } catch (EmissionException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}

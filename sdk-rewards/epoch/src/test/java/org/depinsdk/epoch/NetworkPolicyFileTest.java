package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.report.ReportBudget;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.Test;

/** The policy of a network as people write it. */
class NetworkPolicyFileTest {
  private static final String GOOD = """
      format: depin-network-policy/1
      network: uptime-net
      payouts: real
      randomness: {drand: {chain: quicknet, after: PT1S}}
      schedule: {genesis: "2026-01-01T00:00:00Z", length: PT24H, grace: PT1H}
      admission: {maxSkew: PT1M, maxAge: PT24H}
      provenance: [hardware]
      proofs:
        uptime/1:
          interval: PT1H
          minimum: 12
        usage/1: {}
      compositions:
        - name: used-uptime/1
          rule: gate
          parts: [{proof: uptime/1, full: 24}, {proof: usage/1, full: 1}]
      rewards:
        format: depin-reward-policy/1
        name: uptime-net
        token: {symbol: UP, decimals: 8}
        emission: {schedule: halving, initial: 1000 UP, intervalEpochs: 730}
        pools:
          - name: uptime
            share: 90
            pay:
              by: units
              kinds: [used-uptime/1]
              factors:
                - {times: usage/1}
          - {name: treasury, share: 10, reserve: true}
      """;

  private static NetworkPolicy parse(String file) throws PolicyException {
    return NetworkPolicy.parse(file.getBytes(StandardCharsets.UTF_8));
  }

  /** Every pair is a part of the good file and what is in its place. */
  private static List<String> problems(String... broken) {
    String file = GOOD;
    for (int i = 0; i < broken.length; i += 2) {
      assertThat(file).contains(broken[i]);
      file = file.replace(broken[i], broken[i + 1]);
    }
    String text = file;
    PolicyException refused = catchThrowableOfType(PolicyException.class, () -> parse(text));
    assertThat(refused).as("refused").isNotNull();
    return refused.problems().stream().map(PolicyProblem::toString).toList();
  }

  @Test
  void yamlAndJsonAreTheSamePolicy() throws Exception {
    NetworkPolicy policy = parse(GOOD);
    assertThat(policy
            .proofs()
            .get(new org.depinsdk.core.report.ProofKind("uptime/1"))
            .settings())
        .containsEntry("minimum", "12")
        .containsEntry("interval", "PT1H");
    assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    assertThat(new LocalEpochEngine(ProofVerifiers.load()).check(policy)).isEmpty();
  }

  @Test
  void aDeviceHasABudgetUnlessThePolicySaysOtherwise() throws Exception {
    NetworkPolicy policy = parse(GOOD);
    assertThat(policy.admission().deviceBudget()).isEqualTo(ReportBudget.OF_DEVICE);
    assertThat(new String(policy.toJson(), StandardCharsets.UTF_8)).doesNotContain("deviceBudget");
    String limited =
        GOOD.replace("maxAge: PT24H", "maxAge: PT24H, deviceBudget: {reports: 24, bytes: 9000}");
    assertThat(parse(limited).admission().deviceBudget()).isEqualTo(new ReportBudget(24, 9000));
    assertThat(parse(limited).id()).isNotEqualTo(policy.id());
    assertThat(NetworkPolicy.parse(parse(limited).toJson())).isEqualTo(parse(limited));
    assertThat(problems("maxAge: PT24H", "maxAge: PT24H, deviceBudget: {reports: 0}"))
        .anyMatch(problem -> problem.contains("admission.deviceBudget.reports: "))
        .anyMatch(problem -> problem.contains("bytes"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsPlace() {
    assertThat(problems(
            "network: uptime-net", "network: Uptime",
            "grace: PT1H", "grace: soon",
            "maxAge: PT24H", "maxage: PT24H",
            "[hardware]", "[hardware, software]",
            "rule: gate", "rule: door",
            "initial: 1000 UP", "initial: 1000 DOWN",
            "share: 90", "share: ninety"))
        .containsExactly(
            "line 2, column 10: network: expected a name of 1 to 64 of a-z 0-9 . -, not \"Uptime\"",
            "line 5, column 67: schedule.grace: expected a duration such as P30D or PT12H, at most P365000D, not"
                + " \"soon\"",
            "line 6, column 12: admission.maxAge: this field is missing",
            "line 6, column 36: admission.maxage: unknown field; expected maxSkew, maxAge, deviceBudget",
            "line 7, column 24: provenance[1]: expected hardware, simulated or replay, not \"software\"",
            "line 15, column 11: compositions[0].rule: expected all-of, best-of, product or gate, not \"door\"",
            "line 21, column 42: rewards.emission.initial: expected UP, which the policy pays, not DOWN",
            "line 24, column 14: rewards.pools[0].share: expected whole parts such as 70, {score: FIGURE} or rest, not"
                + " \"ninety\"");
  }

  @Test
  void whatAPoolReadsMustBeGiven() {
    assertThat(problems(
            "kinds: [used-uptime/1]",
            "kinds: [used-uptme/1]",
            "times: usage/1",
            "times: locaton/1"))
        .containsExactly(
            "line 27, column 16: rewards.pools[0].pay.kinds: no proof and no composition of this policy gives"
                + " used-uptme/1; they give [uptime/1, usage/1, used-uptime/1]",
            "line 29, column 21: rewards.pools[0].pay.factors[0].times: no proof and no composition of this policy"
                + " gives locaton/1; they give [uptime/1, usage/1, used-uptime/1]");
    assertThat(problems("times: usage/1", "rankIn: cell/1, since: since/1, multipliers: [1]"))
        .extracting(problem -> problem.substring(0, problem.indexOf(": no proof")))
        .containsExactly(
            "line 29, column 22: rewards.pools[0].pay.factors[0].rankIn",
            "line 29, column 37: rewards.pools[0].pay.factors[0].since");
  }

  @Test
  void whatDoesNotFitTogetherIsToldWhereItStands() {
    assertThat(problems("share: 90", "share: 95"))
        .containsExactly(
            "line 23, column 5: rewards.pools: the shares sum to 105, expected 100 (the whole)");
    assertThat(problems("{proof: usage/1, full: 1}", "{proof: witness/1, full: 1}"))
        .containsExactly(
            "line 16, column 50: compositions[0].parts[1].proof: witness/1 is no proof of the policy;"
                + " its proofs are [uptime/1, usage/1]");
    assertThat(problems(
            "name: used-uptime/1", "name: usage/1", "kinds: [used-uptime/1]", "kinds: [usage/1]"))
        .containsExactly(
            "line 14, column 11: compositions[0].name: usage/1 is the name of a proof or of another"
                + " composition");
    assertThat(problems("length: PT24H", "length: PT0S"))
        .containsExactly(
            "line 5, column 11: schedule: an epoch lasts a whole number of milliseconds, not PT0S");
  }

  @Test
  void randomnessHasASourceThatFitsThePayouts() throws Exception {
    String drand = "randomness: {drand: {chain: quicknet, after: PT1S}}";
    assertThat(parse(GOOD).randomness())
        .isEqualTo(new BeaconSource.Drand(DrandChain.QUICKNET, Duration.ofSeconds(1)));
    DrandChain chain = DrandChain.DEFAULT;
    String own = "{drand: {chain: {name: ours, scheme: pedersen-bls-chained, publicKey: "
        + chain.publicKey() + ", period: PT30S, genesis: \"" + chain.genesis()
        + "\", genesisSeed: " + chain.genesisSeed() + "}}}";
    DeviceKey key = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]).publicKey();
    String vrf = "{vrf: {suite: ecvrf-edwards25519-sha512-tai, key: \"" + key.didKey() + "\"}}";
    for (String source : List.of("{drand: {chain: default}}", own, vrf)) {
      NetworkPolicy policy = parse(GOOD.replace(drand, "randomness: " + source));
      assertThat(policy.payouts()).isEqualTo(Payouts.REAL);
      assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    }
    assertThat(parse(GOOD.replace(drand, "randomness: demo").replace("real", "test"))
            .randomness())
        .isEqualTo(new BeaconSource.Demo());
    String[][] refused = {
      {
        "demo",
        "line 4, column 13: randomness: the operator chooses randomness of demo, so it is for payouts of"
            + " test alone; expected drand or vrf"
      },
      {"dice", "line 4, column 13: randomness: expected demo, {drand: …} or {vrf: …}, not \"dice\""
      },
      {
        "{drand: {chain: fastnet}}",
        "line 4, column 29: randomness.drand.chain: expected quicknet, default or a chain's fields, not"
            + " \"fastnet\""
      },
      {
        "{drand: {chain: quicknet, after: PT-1S}}",
        "line 4, column 46: randomness.drand.after: expected a duration such as P30D or PT12H, at most"
            + " P365000D, not \"PT-1S\""
      },
      {
        "{drand: {chain: quicknet, round: latest}}",
        "line 4, column 46: randomness.drand.round: unknown field; expected chain, after"
      },
      {
        own.replace("PT30S", "PT0.5S"),
        "line 4, column 29: randomness.drand.chain: a period is 1 to 2^31 - 1 whole seconds, not PT0.5S"
      },
      {
        own.replace("name: ours", "name: quicknet"),
        "line 4, column 21: randomness.drand: the chain quicknet is drand's own with hash "
            + DrandChain.QUICKNET.hash() + "; give another chain another name"
      },
      {
        vrf.replace("edwards25519-sha512", "p256-sha256"),
        "line 4, column 19: randomness.vrf: ECVRF_P256_SHA256_TAI is for keys of P256, not of ED25519"
      },
    };
    for (String[] one : refused) {
      assertThat(problems(drand, "randomness: " + one[0])).containsExactly(one[1]);
    }
    assertThat(problems("payouts: real", "payouts: some"))
        .containsExactly("line 3, column 10: payouts: expected test or real, not \"some\"");
    assertThat(problems("payouts: real", "", drand, ""))
        .containsExactly(
            "line 1, column 1: payouts: this field is missing",
            "line 1, column 1: randomness: this field is missing");
  }

  private static String witness(int number) throws Exception {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Ed25519NoteSigner.ofWitness("w.example/" + number, seed).key().toString();
  }

  @Test
  void theLogHasWitnessesIfThePolicyNamesThem() throws Exception {
    assertThat(new String(parse(GOOD).toJson(), StandardCharsets.UTF_8))
        .doesNotContain("witnesses");
    StringBuilder four = new StringBuilder("witnesses:\n  quorum: 3\n  members:\n");
    for (int i = 1; i <= 4; i++) {
      four.append("    - {name: w" + i + ", key: " + witness(i) + ", url: \"https://w.example/" + i
          + "\"}\n");
    }
    NetworkPolicy policy = parse(GOOD + four);
    assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    assertThat(policy.id()).isNotEqualTo(parse(GOOD).id());
    assertThat(policy.withWitnesses(Optional.empty()).id())
        .isEqualTo(parse(GOOD).id());
    WitnessPolicy read = policy.witnesses().orElseThrow().toWitnessPolicy();
    read.checkQuorum();
    assertThat(read.witnesses().get(3).url()).contains("https://w.example/4");
    assertThat(read.isSatisfiedBy(Set.of("w1", "w2", "w4"))).isTrue();
    assertThat(read.isSatisfiedBy(Set.of("w1", "w4"))).isFalse();
    assertThat(NetworkWitnesses.hash(policy.witnesses()))
        .isEqualTo(Bytes32.sha256(read.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(NetworkWitnesses.hash(Optional.empty())).isEqualTo(Bytes32.ZERO);

    String logKey = Ed25519NoteSigner.ofLog("w.example/4", new byte[32]).key().toString();
    String[][] refused = {
      {
        "quorum: 3",
        "quorum: 2",
        "line 32, column 11: witnesses.quorum: of 4 witnesses in the quorum 1 may be dishonest, but two quorums"
            + " may have only 0 in common, so that a log could show two histories; 3 of 4 would be enough"
      },
      {
        "quorum: 3",
        "quorum: 5",
        "line 32, column 11: witnesses.quorum: expected at most the 4 witnesses that are named, not 5"
      },
      {
        "quorum: 3",
        "quorum: 3\n  log: " + logKey,
        "line 33, column 8: witnesses.log: unknown field; expected quorum, members"
      },
      {
        "name: w4",
        "name: w1",
        "line 37, column 14: witnesses.members[3].name: w1 is the name of another witness"
      },
      {
        witness(4),
        witness(2),
        "line 37, column 23: witnesses.members[3].key: this is the key of another witness"
      },
      {
        witness(4),
        logKey,
        "line 37, column 23: witnesses.members[3].key: expected a key of type 4, which is for cosignatures,"
            + " not of type 1"
      },
      {
        witness(4),
        witness(4).replace("w.example", "v.example"),
        "line 37, column 23: witnesses.members[3].key: the key id of a vkey is"
      },
      {
        witness(4),
        "none",
        "line 37, column 23: witnesses.members[3].key: expected a witness's public key NAME+KEYID+BASE64, not"
            + " \"none\""
      },
      {
        "https://w.example/4",
        "https:///4",
        "line 37, column 95: witnesses.members[3].url: expected an address such as https://witness.example/,"
            + " not \"https:///4\""
      },
    };
    for (String[] one : refused) {
      String file = GOOD + four.toString().replace(one[0], one[1]);
      PolicyException problem = catchThrowableOfType(PolicyException.class, () -> parse(file));
      assertThat(problem).as(one[1]).isNotNull();
      assertThat(problem.problems()).singleElement().asString().startsWith(one[2]);
    }
    String twoOfThree = four.substring(0, four.indexOf("    - {name: w4"));
    assertThatThrownBy(() -> parse(GOOD + twoOfThree.replace("quorum: 3", "quorum: 2")))
        .hasMessageContaining("3 of 3 would be enough");
  }

  @Test
  void whatAnEngineFindsHasAPlaceInTheFile() throws Exception {
    PolicyDocument document = PolicyDocument.parse(GOOD.replace("interval:", "intervall:")
        .replace("minimum: 12", "minimum: twelve")
        .getBytes(StandardCharsets.UTF_8));
    NetworkPolicy policy = NetworkPolicy.read(document);
    List<PolicyProblem> problems =
        document.locate(new LocalEpochEngine(ProofVerifiers.load()).check(policy));
    assertThat(problems).extracting(PolicyProblem::line).containsExactly(10, 11);
    assertThat(problems)
        .extracting(PolicyProblem::field)
        .containsExactly("proofs.uptime/1.intervall", "proofs.uptime/1.minimum");
  }

  @Test
  void theSchemaDescribesTheFile() throws Exception {
    var schema = new ObjectMapper().readTree(NetworkPolicy.schema());
    assertThat(schema.path("$id").asText()).isEqualTo("urn:depin-network-policy:1");
    assertThat(schema.path("properties").path("rewards").path("properties").has("pools"))
        .isTrue();
    assertThat(schema.path("properties").path("witnesses").path("properties").has("quorum"))
        .isTrue();
    assertThat(schema.path("$defs").has("schedule")).isTrue();
  }
}

package org.depinsdk.epoch;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandScheme;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.vrf.VrfSuite;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;

/** The form of a source of randomness in a policy's file: {@code demo}, {@code {drand: …}} or {@code {vrf: …}}. */
final class RandomnessForm {
  private static final BeaconSource DEMO = new BeaconSource.Demo();

  /** A key of the first suite: the base point of P-256 (SEC 2 section 2.4.2). */
  private static final DeviceKey GENERATOR = generator();

  private static final Form<String> SEED = Forms.string(
      "64 hexadecimal digits", Pattern.compile("[0-9a-f]{64}"), DrandChain.QUICKNET.genesisSeed());

  private static final Form<DrandChain> OWN_CHAIN = Forms.object(
      "A drand network with other members; its hash binds all of this.",
      fields -> new DrandChain(
          fields.get("name", ValueForms.NAME, DrandChain::name),
          fields.get(
              "scheme",
              Forms.oneOf(
                  List.of(
                      DrandScheme.UNCHAINED_G1_RFC9380, DrandScheme.UNCHAINED, DrandScheme.CHAINED),
                  DrandScheme::id),
              DrandChain::scheme),
          fields.get(
              "publicKey",
              Forms.string(
                  "96 or 192 hexadecimal digits",
                  Pattern.compile("([0-9a-f]{96}){1,2}"),
                  DrandChain.QUICKNET.publicKey()),
              DrandChain::publicKey),
          fields.get("period", ValueForms.DURATION, DrandChain::period),
          fields.get("genesis", ValueForms.INSTANT, DrandChain::genesis),
          fields.get("genesisSeed", SEED, DrandChain::genesisSeed)));

  private static final List<DrandChain> PUBLIC = List.of(DrandChain.QUICKNET, DrandChain.DEFAULT);

  private static final Form<DrandChain> CHAIN = Forms.choice(
      "quicknet, default or a chain's fields",
      DrandChain.QUICKNET,
      List.of(
          new Forms.Case<>(
              json -> json instanceof JsonString name
                  && PUBLIC.stream().anyMatch(chain -> chain.name().equals(name.value())),
              PUBLIC::contains,
              Forms.oneOf(PUBLIC, DrandChain::name)),
          new Forms.Case<>(
              json -> json instanceof JsonObject, chain -> !PUBLIC.contains(chain), OWN_CHAIN)));

  private static final Form<BeaconSource.Drand> DRAND = Forms.object(
      "A drand network. The round of an epoch is the first one due at or after the epoch's start and this much more.",
      fields -> new BeaconSource.Drand(
          fields.get("chain", CHAIN, BeaconSource.Drand::chain),
          fields.get("after", ValueForms.DURATION, Duration.ZERO, BeaconSource.Drand::after)));

  private static final Form<BeaconSource.Vrf> VRF = Forms.object(
      "The verifiable random function (RFC 9381) of a key.",
      fields -> new BeaconSource.Vrf(
          fields.get("suite", Forms.oneOf(VrfSuite.values()), BeaconSource.Vrf::suite),
          fields.get(
              "key",
              Forms.parsed(
                  "a did:key of the suite's algorithm",
                  Pattern.compile("did:key:z.{1,200}"),
                  RandomnessForm::key,
                  GENERATOR),
              BeaconSource.Vrf::key)));

  private RandomnessForm() {}

  private static DeviceKey key(String text) throws EncodingException {
    try {
      return DeviceKey.ofDidKey(text);
    } catch (InvalidKeyException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static DeviceKey generator() {
    try {
      return DeviceKey.of(
          KeyAlgorithm.P256,
          Hex.decode("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"));
    } catch (EncodingException | InvalidKeyException e) {
      throw new IllegalStateException("the base point is a key", e);
    }
  }

  static Form<BeaconSource> form() {
    return Forms.choice(
        "demo, {drand: …} or {vrf: …}",
        DEMO,
        List.of(
            new Forms.Case<>(
                json -> json instanceof JsonString name && name.value().equals("demo"),
                source -> source instanceof BeaconSource.Demo,
                Forms.constant("demo").as(text -> DEMO, source -> "demo")),
            member("drand", DRAND, BeaconSource.Drand.class),
            member("vrf", VRF, BeaconSource.Vrf.class)));
  }

  /** An object whose one field holds a source of one kind. */
  private static <S extends BeaconSource> Forms.Case<BeaconSource> member(
      String field, Form<S> form, Class<S> kind) {
    Form<S> object = Forms.object("", fields -> fields.get(field, form, Function.identity()));
    Form<BeaconSource> source = object.as(read -> read, kind::cast);
    return Forms.Case.ofField(field, kind::isInstance, source);
  }
}

package org.depinsdk.attestation.tpm;

import static org.depinsdk.testing.KnownAnswers.answers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.InflaterOutputStream;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.math.ec.ECPoint;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.tpm.TpmEvidence.PcrValue;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** TPM structures, key derivation and event logs of real TPMs and of other implementations. */
class TpmKnownAnswersTest {
  /** Gives the bytes that it was made of, then zeros. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;
    private int at;

    Fixed(byte... bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      for (int i = 0; i < target.length; i++) {
        target[i] = at < bytes.length ? bytes[at++] : 0;
      }
    }
  }

  private static TpmHash hash(String label) {
    return TpmHash.of(label).orElseThrow();
  }

  @Test
  void keyDerivation() {
    KnownAnswers.check("attestation/tpm-kdf", row -> {
      TpmHash hash = hash(row.text("hash"));
      byte[] secret = row.bytes("secret");
      byte[] u = row.bytes("partyU");
      byte[] v = row.bytes("partyV");
      int bits = (int) row.number("bits");
      return answers(
          "result",
          row.text("function").equals("KDFa")
              ? TpmKdf.fromKey(hash, secret, row.text("label"), u, v, bits)
              : TpmKdf.fromExchange(hash, secret, row.text("label"), u, v, bits));
    });
  }

  @Test
  void encapsulation() {
    KnownAnswers.check("attestation/tpm-encapsulation", row -> {
      byte[] area = row.bytes("publicKey");
      PublicKey key = TpmPublicArea.parse(area).key();
      EkKey ek = new EkKey(key, TpmHash.of((area[2] << 8) | area[3]).orElseThrow(), 128);
      CredentialActivation.Seed seed = key instanceof ECPublicKey ec
          ? CredentialActivation.exchange(ek, row.text("label"), pair(ec, row.bytes("random")))
          : CredentialActivation.encrypt(
              ek, row.text("label"), row.bytes("random"), new Fixed(row.bytes("salt")));
      return answers("seed", seed.seed(), "encrypted", seed.encrypted());
    });
  }

  private static KeyPair pair(ECPublicKey curve, byte[] number) throws GeneralSecurityException {
    BigInteger s = new BigInteger(1, number);
    ECPoint point = EC5Util.convertSpec(curve.getParams()).getG().multiply(s).normalize();
    PrivateKey secret =
        KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(s, curve.getParams()));
    return new KeyPair(
        TpmPublicArea.point(
            curve.getParams(),
            point.getAffineXCoord().toBigInteger(),
            point.getAffineYCoord().toBigInteger()),
        secret);
  }

  @Test
  void credential() {
    KnownAnswers.check("attestation/tpm-credential", row -> {
      EkKey ek = EkKey.of(spki(row.bytes("ekSpki")));
      return answers(
          "credential",
          CredentialActivation.protect(
              ek,
              row.bytes("name"),
              row.bytes("secret"),
              CredentialActivation.encrypt(ek, "IDENTITY", row.bytes("seed"), new Fixed())));
    });
  }

  private static PublicKey spki(byte[] der) throws GeneralSecurityException {
    String algorithm = der.length < 200 ? "EC" : "RSA";
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
  }

  @Test
  void attestationKeys() {
    KnownAnswers.check("attestation/tpm-ak-creation", row -> {
      TpmPublicArea ak = TpmPublicArea.parse(row.bytes("public"));
      TpmSignature signature = TpmSignature.parse(row.bytes("signature"));
      TpmAttestation attestation = TpmAttestation.parse(row.bytes("attestation"));
      TpmAttestation.Statement.Creation made =
          (TpmAttestation.Statement.Creation) attestation.statement();
      byte[] hash = TpmHash.SHA256.hash(row.bytes("creationData"));
      return answers(
          "signatureValid",
          signature.verifies(ak.key(), row.bytes("attestation")),
          "name",
          Arrays.equals(made.name(), ak.name()) ? ak.name() : new byte[0],
          "creationHash",
          Arrays.equals(made.creationHash(), hash) ? hash : new byte[0],
          "signatureHash",
          signature.hash().label(),
          "restricted",
          ak.has(TpmPublicArea.FIXED_TPM
                  | TpmPublicArea.FIXED_PARENT
                  | TpmPublicArea.SENSITIVE_DATA_ORIGIN
                  | TpmPublicArea.RESTRICTED
                  | TpmPublicArea.SIGN)
              && !ak.has(TpmPublicArea.DECRYPT));
    });
  }

  @Test
  void certifiedKeys() {
    KnownAnswers.check("attestation/tpm-certifications", row -> {
      TpmPublicArea key = TpmPublicArea.parse(row.bytes("publicArea"));
      TpmAttestation attestation = TpmAttestation.parse(row.bytes("attestation"));
      TpmAttestation.Statement.Certify certify =
          (TpmAttestation.Statement.Certify) attestation.statement();
      return answers(
          "signatureValid",
          TpmSignature.parse(row.bytes("signature"))
              .verifies(spki(row.bytes("akSpki")), row.bytes("attestation")),
          "key",
          key.key().getEncoded(),
          "named",
          Arrays.equals(certify.name(), key.name()),
          "extraData",
          attestation.extraData());
    });
  }

  @Test
  void publicAreas() {
    KnownAnswers.check("attestation/tpm-public-areas", row -> {
      TpmPublicArea key = TpmPublicArea.parse(row.bytes("publicArea"));
      return answers(
          "key",
          key.key().getEncoded(),
          "name",
          key.name(),
          "endorsement",
          key.has(TpmPublicArea.RESTRICTED | TpmPublicArea.DECRYPT | TpmPublicArea.FIXED_TPM)
              && !key.has(TpmPublicArea.SIGN));
    });
  }

  @Test
  void quotes() {
    KnownAnswers.check("attestation/tpm-quotes", row -> {
      TpmAttestation attestation = TpmAttestation.parse(row.bytes("quote"));
      TpmAttestation.Statement.Quote quote =
          (TpmAttestation.Statement.Quote) attestation.statement();
      TpmSignature signature = TpmSignature.parse(row.bytes("signature"));
      List<PcrValue> values = new ArrayList<>();
      registers(row, "pcrs").forEach((name, value) -> {
        String[] parts = name.split("\\.");
        values.add(new PcrValue(hash(parts[0]).id(), Integer.parseInt(parts[1]), value));
      });
      Map<String, Object> answers = answers(
          "extraData",
          attestation.extraData(),
          "selection",
          quote.selection(),
          "resetCount",
          attestation.resetCount(),
          "digestMatches",
          QuotedPcrs.of(quote, signature.hash(), values).isPresent());
      if (row.has("akSpki")) {
        boolean valid = signature.verifies(spki(row.bytes("akSpki")), row.bytes("quote"));
        answers.put("signatureValid", valid);
      }
      return answers;
    });
  }

  private static Map<String, byte[]> registers(ConformanceRow row, String column) {
    Map<String, byte[]> registers = new TreeMap<>();
    for (String entry : row.list(column)) {
      int colon = entry.indexOf(':');
      registers.put(
          entry.substring(0, colon), HexFormat.of().parseHex(entry, colon + 1, entry.length()));
    }
    return registers;
  }

  @Test
  void eventLogs() {
    KnownAnswers.check("attestation/tpm-event-logs", row -> {
      EventLog log = EventLog.parse(inflate(row.bytes("log")));
      EventLogReplay replay = EventLogReplay.of(log);
      List<String> problems = new ArrayList<>();
      List<String> registers = new ArrayList<>();
      for (int pcr = 0; pcr < Pcr.PER_BANK; pcr++) {
        replay.problems(pcr).forEach(p -> problems.add(p.fault().code() + "@" + p.pcr()));
      }
      replay.values().forEach((pcr, value) -> {
        if (!replay.events(pcr.index()).isEmpty()) {
          registers.add(pcr + ":" + Hex.encode(value));
        }
      });
      return answers(
          "events",
          log.events().size(),
          "secureBoot",
          replay.secureBoot().map(on -> on ? "on" : "off").orElse("unknown"),
          "problems",
          problems.isEmpty() ? "none" : problems,
          "registers",
          registers);
    });
  }

  static byte[] inflate(byte[] compressed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InflaterOutputStream inflater = new InflaterOutputStream(out)) {
      inflater.write(compressed);
    }
    return out.toByteArray();
  }

  @Test
  void aKeyPairOpensWhatWasMadeForIt() throws Exception {
    byte[] name = new byte[34];
    byte[] secret = {1, 2, 3};
    for (String curve : new String[] {"secp256r1", "secp384r1"}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new java.security.spec.ECGenParameterSpec(curve));
      KeyPair ek = generator.generateKeyPair();
      byte[] made = CredentialActivation.make(ek.getPublic(), name, secret, new SecureRandom());
      org.assertj.core.api.Assertions.assertThat(CredentialActivation.open(ek, name, made))
          .isEqualTo(secret);
    }
  }
}

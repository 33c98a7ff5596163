package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.core.keys.SpkiKey;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys made here are used by tpm2-tools and OpenSSL, and the other way round, on one swtpm. */
class TpmInteropTest {
  private static final List<Path> MODULES = List.of(
      Path.of("/usr/lib/x86_64-linux-gnu/ossl-modules/tpm2.so"),
      Path.of("/usr/lib/aarch64-linux-gnu/ossl-modules/tpm2.so"),
      Path.of("/usr/lib64/ossl-modules/tpm2.so"));
  private static final char[] NONE = {};
  private static final char[] AUTH = "secret".toCharArray();
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain("wifi-demo", "report", 1), new byte[] {1, 2});

  @TempDir
  Path folder = Path.of("");

  @BeforeAll
  static void needsTools() {
    Swtpm.assumeInstalled();
    Assumptions.assumeTrue(
        Swtpm.isInstalled("tpm2_getcap", "--version"),
        "skipped: tpm2-tools are not installed, so nothing to compare the TPM signer with");
  }

  private static DeviceKey pemKey(Path pem) throws Exception {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    return SpkiKey.decode(Base64.getDecoder().decode(base64));
  }

  private static void flush(Swtpm swtpm) throws IOException {
    // without a resource manager every tool leaves its keys in the TPM
    swtpm.run("tpm2_flushcontext", "-t");
  }

  @Test
  void toolsVerifyAndUseAPersistentKeyThatWasMadeHere() throws Exception {
    try (Swtpm swtpm = Swtpm.overTcp(folder)) {
      byte[] signature;
      DeviceKey key;
      try (TpmSigner signer = TpmSigner.createPersistent(swtpm.tpm(), 0x81000100, AUTH, NONE)) {
        signature = signer.sign(PAYLOAD);
        key = signer.publicKey();
      }
      swtpm.run("tpm2_readpublic", "-Q", "-c", "0x81000100", "-f", "pem", "-o", "public.pem");
      assertThat(pemKey(folder.resolve("public.pem"))).isEqualTo(key);
      Files.write(folder.resolve("message"), PAYLOAD.signedBytes());
      Files.write(folder.resolve("ours"), EcdsaSignature.ofRaw(signature).der());
      swtpm.run(
          "openssl", "dgst", "-sha256", "-verify", "public.pem", "-signature", "ours", "message");
      swtpm.run(
          "tpm2_sign",
          "-Q",
          "-c",
          "0x81000100",
          "-p",
          "secret",
          "-g",
          "sha256",
          "-s",
          "ecdsa",
          "-f",
          "plain",
          "-o",
          "theirs",
          "message");
      byte[] theirs = Files.readAllBytes(folder.resolve("theirs"));
      // OpenSSL takes either of the two s
      byte[] oneS = EcdsaSignature.ofDer(theirs).lowS(KeyAlgorithm.P256).raw();
      assertThat(key.verify(PAYLOAD, oneS)).isTrue();
    }
  }

  @Test
  void keysThatToolsMadeSignHere() throws Exception {
    try (Swtpm swtpm = Swtpm.overTcp(folder)) {
      // as the operating system does; our own connection would do it if nobody has
      swtpm.run("tpm2_startup", "-c");
      swtpm.run(
          "tpm2_createprimary",
          "-Q",
          "-C",
          "o",
          "-G",
          "ecc256:aes128cfb",
          "-c",
          "srk.ctx",
          "-a",
          "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt");
      flush(swtpm);
      swtpm.run(
          "tpm2_create",
          "-Q",
          "-C",
          "srk.ctx",
          "-G",
          "ecc256:ecdsa-sha256",
          "-p",
          "secret",
          "-u",
          "key.pub",
          "-r",
          "key.priv",
          "-a",
          "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign");
      flush(swtpm);
      swtpm.run(
          "tpm2_encodeobject",
          "-C",
          "srk.ctx",
          "-u",
          "key.pub",
          "-r",
          "key.priv",
          "-p",
          "-o",
          "key.pem");
      flush(swtpm);
      swtpm.run(
          "tpm2_load", "-Q", "-C", "srk.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx");
      flush(swtpm);
      swtpm.run("tpm2_evictcontrol", "-Q", "-C", "o", "-c", "key.ctx", "0x81000200");
      flush(swtpm);
      try (TpmSigner inFile = TpmSigner.open(swtpm.tpm(), folder.resolve("key.pem"), AUTH)) {
        assertThat(inFile.publicKey().verify(PAYLOAD, inFile.sign(PAYLOAD))).isTrue();
        inFile.close();
        try (TpmSigner persistent = TpmSigner.openPersistent(swtpm.tpm(), 0x81000200, AUTH)) {
          assertThat(persistent.publicKey()).isEqualTo(inFile.publicKey());
          assertThat(persistent.publicKey().verify(PAYLOAD, persistent.sign(PAYLOAD)))
              .isTrue();
        }
      }
    }
  }

  @Test
  void anOwnerWithAnAuthValueIsAskedForIt() throws Exception {
    try (Swtpm swtpm = Swtpm.overTcp(folder)) {
      swtpm.run("tpm2_startup", "-c");
      swtpm.run("tpm2_changeauth", "-Q", "-c", "owner", "boss");
      char[] owner = "boss".toCharArray();
      assertThatThrownBy(() -> TpmSigner.create(swtpm.tpm(), folder.resolve("key.pem"), NONE))
          .isInstanceOfSatisfying(
              TpmException.class,
              e -> assertThat(e.reason()).isEqualTo(TpmException.Reason.OWNER_AUTH))
          .hasMessageContainingAll("TPM2_CreatePrimary", "owner hierarchy");
      Path file = folder.resolve("key.pem");
      TpmSigner.create(swtpm.tpm(), file, NONE, owner).close();
      assertThatThrownBy(() -> TpmSigner.open(swtpm.tpm(), file, NONE))
          .isInstanceOfSatisfying(
              TpmException.class,
              e -> assertThat(e.reason()).isEqualTo(TpmException.Reason.OWNER_AUTH));
      try (TpmSigner signer = TpmSigner.open(swtpm.tpm(), file, NONE, owner)) {
        assertThat(signer.publicKey().verify(PAYLOAD, signer.sign(PAYLOAD))).isTrue();
      }
      try (TpmSigner signer = TpmSigner.createPersistent(swtpm.tpm(), 0x81000100, NONE, owner)) {
        assertThat(signer.publicKey().verify(PAYLOAD, signer.sign(PAYLOAD))).isTrue();
      }
      // signing asks for the key's auth value alone
      TpmSigner.openPersistent(swtpm.tpm(), 0x81000100, NONE).close();
      TpmSigner.removePersistent(swtpm.tpm(), 0x81000100, owner);
    }
  }

  @Test
  void openSslSignsWithAFileThatWasMadeHere() throws Exception {
    Assumptions.assumeTrue(
        MODULES.stream().anyMatch(Files::exists),
        "skipped: tpm2-openssl is not installed, so OpenSSL cannot read TPM key files");
    try (Swtpm swtpm = Swtpm.overTcp(folder)) {
      DeviceKey key;
      try (TpmSigner signer = TpmSigner.create(swtpm.tpm(), folder.resolve("key.pem"), NONE)) {
        key = signer.publicKey();
      }
      Files.write(folder.resolve("message"), PAYLOAD.signedBytes());
      swtpm.run(
          "openssl",
          "pkeyutl",
          "-provider",
          "tpm2",
          "-provider",
          "default",
          "-propquery",
          "?provider=tpm2",
          "-sign",
          "-inkey",
          "key.pem",
          "-rawin",
          "-digest",
          "sha256",
          "-in",
          "message",
          "-out",
          "theirs");
      byte[] theirs = Files.readAllBytes(folder.resolve("theirs"));
      // OpenSSL takes either of the two s
      byte[] oneS = EcdsaSignature.ofDer(theirs).lowS(KeyAlgorithm.P256).raw();
      assertThat(key.verify(PAYLOAD, oneS)).isTrue();
    }
  }
}

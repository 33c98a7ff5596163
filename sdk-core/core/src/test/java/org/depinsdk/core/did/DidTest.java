package org.depinsdk.core.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.Optional;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
  @Test
  void readsDidPkh() {
    KnownAnswers.check("identity/did-pkh", row -> {
      DidPkh did = (DidPkh) Did.parse(row.text("did"));
      assertThat(did.text()).isEqualTo(row.text("did"));
      return answers(
          "account", did.accountId(),
          "evm", did.account().isPresent(),
          "key", did.key().map(key -> Hex.encode(key.encoded())).orElse(""));
    });
  }

  /** Alice of Substrate's development keys, with the generic prefix 42. */
  @Test
  void readsSs58() throws Exception {
    DidPeaq did = (DidPeaq) Did.parse("did:peaq:5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    assertThat(Hex.encode(did.accountBytes().orElseThrow()))
        .isEqualTo("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    assertThat(did.account()).isEmpty();
    DidPeaq evm = (DidPeaq) Did.parse("did:peaq:" + Samples.ALICE);
    assertThat(evm.account()).contains(Samples.ALICE);
    assertThat(evm.accountBytes()).isEmpty();
    assertThat(evm.isOf(Samples.signer(1).publicKey())).isFalse();
    // Alice's Ed25519 key
    DidPeaq ed = (DidPeaq) Did.parse("did:peaq:5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu");
    assertThat(ed.isOf(DeviceKey.of(KeyAlgorithm.ED25519, ed.accountBytes().orElseThrow())))
        .isTrue();
  }

  @Test
  void readsTokens() throws Exception {
    DidErc721 did =
        (DidErc721) Did.parse("did:erc721:137:0xbA5738a18d83D41847dfFbDC6101d37C69c9B0cF:123456");
    assertThat(did.chainId()).isEqualTo(137);
    assertThat(did.tokenId()).isEqualTo(123456);
    assertThat(did.text())
        .isEqualTo("did:erc721:137:0xbA5738a18d83D41847dfFbDC6101d37C69c9B0cF:123456");
    assertThat(did.account()).isEqualTo(Optional.empty());
    assertThat(did.key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did",
        "did:",
        "did:key",
        "did:key:",
        "DID:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:web:example.com",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6Mk",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK?a",
        "did:pkh:eip155:1",
        "did:pkh:eip155:01:0xb9c5714089478a327f09197987f16f9e5d936e8a",
        "did:pkh:eip155:1:0xb9c5714089478a327f09197987f16f9e5d936e8",
        "did:pkh:eip155:1:0xB9c5714089478a327f09197987f16f9e5d936e8a",
        "did:pkh:solana:4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZ:2",
        "did:pkh:toolongname:1:a",
        "did:ethr:0xcd2a3d9f938e13cd947ec05abc7fe734df8dd8",
        "did:ethr:0x00:0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826",
        "did:ethr:0x020000000000000000000000000000000000000000000000000000000000000000",
        "did:ethr:0xCd2a3d9f938e13cd947ec05abc7fe734df8dd826",
        "did:io:0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826",
        "did:io:cd2a3d9f938e13cd947ec05abc7fe734df8dd826",
        "did:peaq:5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ",
        "did:peaq:5",
        "did:peaq:",
        "did:erc721:0:0xbA5738a18d83D41847dfFbDC6101d37C69c9B0cF:1",
        "did:erc721:1:0xbA5738a18d83D41847dfFbDC6101d37C69c9B0cF:01",
        "did:erc721:1:0xbA5738a18d83D41847dfFbDC6101d37C69c9B0cF:115792089237316195423570985008687907853269984665640564039457584007913129639936",
      })
  void refusesBrokenDids(String text) {
    assertThatThrownBy(() -> Did.parse(text)).isInstanceOf(EncodingException.class);
  }

  @Test
  void brokenTextIsAnErrorAndNothingElse() {
    String[] good = {
      "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
      "did:pkh:solana:4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZ:CKg5d12Jhpej1JqtmxLJgaFqqeYjxgPqToJ4LBdvG9Ev",
      "did:ethr:0xaa36a7:0x030947751e3022ecf3016be03ec77ab0ce3c2662b4843898cb068d74f698ccc8ad",
      "did:peaq:5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
      "did:erc721:137:0xbA5738a18d83D41847dfFbDC6101d37C69c9B0cF:123456"
    };
    Property.check(2000, random -> {
      StringBuilder hostile = new StringBuilder(good[random.nextInt(good.length)]);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        hostile.setCharAt(random.nextInt(hostile.length()), (char) random.nextInt(0x21, 0x100));
      }
      try {
        Did did = Did.parse(hostile.toString());
        assertThat(Did.parse(did.text())).isEqualTo(did);
      } catch (EncodingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
    assertThatThrownBy(() -> Did.parse("did:key:z" + "1".repeat(1000)))
        .hasMessageContaining("at most");
  }
}

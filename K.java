
import org.bouncycastle.crypto.digests.KeccakDigest;
public class K {
  static final int W = Integer.getInteger("w",64);
  static final long[] ROUNDS = {0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L, 0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L, 0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL, 0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L, 0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL, 0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L};
  static void permute(long[] s) {
    long a00 = s[0];
    long a10 = s[1];
    long a20 = s[2];
    long a30 = s[3];
    long a40 = s[4];
    long a01 = s[5];
    long a11 = s[6];
    long a21 = s[7];
    long a31 = s[8];
    long a41 = s[9];
    long a02 = s[10];
    long a12 = s[11];
    long a22 = s[12];
    long a32 = s[13];
    long a42 = s[14];
    long a03 = s[15];
    long a13 = s[16];
    long a23 = s[17];
    long a33 = s[18];
    long a43 = s[19];
    long a04 = s[20];
    long a14 = s[21];
    long a24 = s[22];
    long a34 = s[23];
    long a44 = s[24];
    for (long constant : ROUNDS) {
      long c0 = a00 ^ a01 ^ a02 ^ a03 ^ a04;
      long c1 = a10 ^ a11 ^ a12 ^ a13 ^ a14;
      long c2 = a20 ^ a21 ^ a22 ^ a23 ^ a24;
      long c3 = a30 ^ a31 ^ a32 ^ a33 ^ a34;
      long c4 = a40 ^ a41 ^ a42 ^ a43 ^ a44;
      long d0 = c4 ^ Long.rotateLeft(c1, 1);
      long d1 = c0 ^ Long.rotateLeft(c2, 1);
      long d2 = c1 ^ Long.rotateLeft(c3, 1);
      long d3 = c2 ^ Long.rotateLeft(c4, 1);
      long d4 = c3 ^ Long.rotateLeft(c0, 1);
      long b00 = a00 ^ d0;
      long b01 = Long.rotateLeft(a30 ^ d3, 28);
      long b02 = Long.rotateLeft(a10 ^ d1, 1);
      long b03 = Long.rotateLeft(a40 ^ d4, 27);
      long b04 = Long.rotateLeft(a20 ^ d2, 62);
      long b10 = Long.rotateLeft(a11 ^ d1, 44);
      long b11 = Long.rotateLeft(a41 ^ d4, 20);
      long b12 = Long.rotateLeft(a21 ^ d2, 6);
      long b13 = Long.rotateLeft(a01 ^ d0, 36);
      long b14 = Long.rotateLeft(a31 ^ d3, 55);
      long b20 = Long.rotateLeft(a22 ^ d2, 43);
      long b21 = Long.rotateLeft(a02 ^ d0, 3);
      long b22 = Long.rotateLeft(a32 ^ d3, 25);
      long b23 = Long.rotateLeft(a12 ^ d1, 10);
      long b24 = Long.rotateLeft(a42 ^ d4, 39);
      long b30 = Long.rotateLeft(a33 ^ d3, 21);
      long b31 = Long.rotateLeft(a13 ^ d1, 45);
      long b32 = Long.rotateLeft(a43 ^ d4, 8);
      long b33 = Long.rotateLeft(a23 ^ d2, 15);
      long b34 = Long.rotateLeft(a03 ^ d0, 41);
      long b40 = Long.rotateLeft(a44 ^ d4, 14);
      long b41 = Long.rotateLeft(a24 ^ d2, 61);
      long b42 = Long.rotateLeft(a04 ^ d0, 18);
      long b43 = Long.rotateLeft(a34 ^ d3, 56);
      long b44 = Long.rotateLeft(a14 ^ d1, 2);
      a00 = b00 ^ ~b10 & b20 ^ constant;
      a10 = b10 ^ ~b20 & b30;
      a20 = b20 ^ ~b30 & b40;
      a30 = b30 ^ ~b40 & b00;
      a40 = b40 ^ ~b00 & b10;
      a01 = b01 ^ ~b11 & b21;
      a11 = b11 ^ ~b21 & b31;
      a21 = b21 ^ ~b31 & b41;
      a31 = b31 ^ ~b41 & b01;
      a41 = b41 ^ ~b01 & b11;
      a02 = b02 ^ ~b12 & b22;
      a12 = b12 ^ ~b22 & b32;
      a22 = b22 ^ ~b32 & b42;
      a32 = b32 ^ ~b42 & b02;
      a42 = b42 ^ ~b02 & b12;
      a03 = b03 ^ ~b13 & b23;
      a13 = b13 ^ ~b23 & b33;
      a23 = b23 ^ ~b33 & b43;
      a33 = b33 ^ ~b43 & b03;
      a43 = b43 ^ ~b03 & b13;
      a04 = b04 ^ ~b14 & b24;
      a14 = b14 ^ ~b24 & b34;
      a24 = b24 ^ ~b34 & b44;
      a34 = b34 ^ ~b44 & b04;
      a44 = b44 ^ ~b04 & b14;
    }
    s[0] = a00;
    s[1] = a10;
    s[2] = a20;
    s[3] = a30;
    s[4] = a40;
    s[5] = a01;
    s[6] = a11;
    s[7] = a21;
    s[8] = a31;
    s[9] = a41;
    s[10] = a02;
    s[11] = a12;
    s[12] = a22;
    s[13] = a32;
    s[14] = a42;
    s[15] = a03;
    s[16] = a13;
    s[17] = a23;
    s[18] = a33;
    s[19] = a43;
    s[20] = a04;
    s[21] = a14;
    s[22] = a24;
    s[23] = a34;
    s[24] = a44;

  }
  static void permuteMany(long[] a, long[] b, long[] c, long[] d) {
    for (int r = 0; r < 24; r++) {
      for (int i = 0; i < W; i++) {
        c[0*W + i] = a[0*W + i] ^ a[5*W + i] ^ a[10*W + i] ^ a[15*W + i] ^ a[20*W + i];
        c[1*W + i] = a[1*W + i] ^ a[6*W + i] ^ a[11*W + i] ^ a[16*W + i] ^ a[21*W + i];
        c[2*W + i] = a[2*W + i] ^ a[7*W + i] ^ a[12*W + i] ^ a[17*W + i] ^ a[22*W + i];
        c[3*W + i] = a[3*W + i] ^ a[8*W + i] ^ a[13*W + i] ^ a[18*W + i] ^ a[23*W + i];
        c[4*W + i] = a[4*W + i] ^ a[9*W + i] ^ a[14*W + i] ^ a[19*W + i] ^ a[24*W + i];
      }
      for (int i = 0; i < W; i++) {
        d[0*W + i] = c[4*W + i] ^ Long.rotateLeft(c[1*W + i], 1);
        d[1*W + i] = c[0*W + i] ^ Long.rotateLeft(c[2*W + i], 1);
        d[2*W + i] = c[1*W + i] ^ Long.rotateLeft(c[3*W + i], 1);
        d[3*W + i] = c[2*W + i] ^ Long.rotateLeft(c[4*W + i], 1);
        d[4*W + i] = c[3*W + i] ^ Long.rotateLeft(c[0*W + i], 1);
      }
      for (int i = 0; i < W; i++) {
        b[0*W + i] = a[0*W + i] ^ d[0*W + i];
        b[16*W + i] = Long.rotateLeft(a[5*W + i] ^ d[0*W + i], 36);
        b[7*W + i] = Long.rotateLeft(a[10*W + i] ^ d[0*W + i], 3);
        b[23*W + i] = Long.rotateLeft(a[15*W + i] ^ d[0*W + i], 41);
        b[14*W + i] = Long.rotateLeft(a[20*W + i] ^ d[0*W + i], 18);
      }
      for (int i = 0; i < W; i++) {
        b[10*W + i] = Long.rotateLeft(a[1*W + i] ^ d[1*W + i], 1);
        b[1*W + i] = Long.rotateLeft(a[6*W + i] ^ d[1*W + i], 44);
        b[17*W + i] = Long.rotateLeft(a[11*W + i] ^ d[1*W + i], 10);
        b[8*W + i] = Long.rotateLeft(a[16*W + i] ^ d[1*W + i], 45);
        b[24*W + i] = Long.rotateLeft(a[21*W + i] ^ d[1*W + i], 2);
      }
      for (int i = 0; i < W; i++) {
        b[20*W + i] = Long.rotateLeft(a[2*W + i] ^ d[2*W + i], 62);
        b[11*W + i] = Long.rotateLeft(a[7*W + i] ^ d[2*W + i], 6);
        b[2*W + i] = Long.rotateLeft(a[12*W + i] ^ d[2*W + i], 43);
        b[18*W + i] = Long.rotateLeft(a[17*W + i] ^ d[2*W + i], 15);
        b[9*W + i] = Long.rotateLeft(a[22*W + i] ^ d[2*W + i], 61);
      }
      for (int i = 0; i < W; i++) {
        b[5*W + i] = Long.rotateLeft(a[3*W + i] ^ d[3*W + i], 28);
        b[21*W + i] = Long.rotateLeft(a[8*W + i] ^ d[3*W + i], 55);
        b[12*W + i] = Long.rotateLeft(a[13*W + i] ^ d[3*W + i], 25);
        b[3*W + i] = Long.rotateLeft(a[18*W + i] ^ d[3*W + i], 21);
        b[19*W + i] = Long.rotateLeft(a[23*W + i] ^ d[3*W + i], 56);
      }
      for (int i = 0; i < W; i++) {
        b[15*W + i] = Long.rotateLeft(a[4*W + i] ^ d[4*W + i], 27);
        b[6*W + i] = Long.rotateLeft(a[9*W + i] ^ d[4*W + i], 20);
        b[22*W + i] = Long.rotateLeft(a[14*W + i] ^ d[4*W + i], 39);
        b[13*W + i] = Long.rotateLeft(a[19*W + i] ^ d[4*W + i], 8);
        b[4*W + i] = Long.rotateLeft(a[24*W + i] ^ d[4*W + i], 14);
      }
      for (int i = 0; i < W; i++) {
        a[0*W + i] = b[0*W + i] ^ ~b[1*W + i] & b[2*W + i];
        a[1*W + i] = b[1*W + i] ^ ~b[2*W + i] & b[3*W + i];
        a[2*W + i] = b[2*W + i] ^ ~b[3*W + i] & b[4*W + i];
        a[3*W + i] = b[3*W + i] ^ ~b[4*W + i] & b[0*W + i];
        a[4*W + i] = b[4*W + i] ^ ~b[0*W + i] & b[1*W + i];
      }
      for (int i = 0; i < W; i++) {
        a[5*W + i] = b[5*W + i] ^ ~b[6*W + i] & b[7*W + i];
        a[6*W + i] = b[6*W + i] ^ ~b[7*W + i] & b[8*W + i];
        a[7*W + i] = b[7*W + i] ^ ~b[8*W + i] & b[9*W + i];
        a[8*W + i] = b[8*W + i] ^ ~b[9*W + i] & b[5*W + i];
        a[9*W + i] = b[9*W + i] ^ ~b[5*W + i] & b[6*W + i];
      }
      for (int i = 0; i < W; i++) {
        a[10*W + i] = b[10*W + i] ^ ~b[11*W + i] & b[12*W + i];
        a[11*W + i] = b[11*W + i] ^ ~b[12*W + i] & b[13*W + i];
        a[12*W + i] = b[12*W + i] ^ ~b[13*W + i] & b[14*W + i];
        a[13*W + i] = b[13*W + i] ^ ~b[14*W + i] & b[10*W + i];
        a[14*W + i] = b[14*W + i] ^ ~b[10*W + i] & b[11*W + i];
      }
      for (int i = 0; i < W; i++) {
        a[15*W + i] = b[15*W + i] ^ ~b[16*W + i] & b[17*W + i];
        a[16*W + i] = b[16*W + i] ^ ~b[17*W + i] & b[18*W + i];
        a[17*W + i] = b[17*W + i] ^ ~b[18*W + i] & b[19*W + i];
        a[18*W + i] = b[18*W + i] ^ ~b[19*W + i] & b[15*W + i];
        a[19*W + i] = b[19*W + i] ^ ~b[15*W + i] & b[16*W + i];
      }
      for (int i = 0; i < W; i++) {
        a[20*W + i] = b[20*W + i] ^ ~b[21*W + i] & b[22*W + i];
        a[21*W + i] = b[21*W + i] ^ ~b[22*W + i] & b[23*W + i];
        a[22*W + i] = b[22*W + i] ^ ~b[23*W + i] & b[24*W + i];
        a[23*W + i] = b[23*W + i] ^ ~b[24*W + i] & b[20*W + i];
        a[24*W + i] = b[24*W + i] ^ ~b[20*W + i] & b[21*W + i];
      }
      long k = ROUNDS[r];
      for (int i = 0; i < W; i++) a[i] ^= k;
    }
  }
  static class V {
  static void permuteMany(long[] a, long[] b) {
    final int W = 64;
    for (int r = 0; r < 24; r++) {
      one(a,b); two(a,b);
    }
  }
  static void one(long[] a, long[] b){}
  static void two(long[] a, long[] b){}
  }
  public static void main(String[] x) {
    long[] s = new long[25];
    java.util.Random q=new java.util.Random(1);
    for (int rep=0; rep<6; rep++) {
      long t=System.nanoTime();
      for (int i=0;i<1000000;i++) permute(s);
      long u=System.nanoTime();
      System.out.println("scalar ns "+(u-t)/1e6);
      KeccakDigest k=new KeccakDigest(256); byte[] in=new byte[64]; byte[] out=new byte[32];
      t=System.nanoTime();
      for (int i=0;i<1000000;i++) {k.update(in,0,64);k.doFinal(out,0);}
      u=System.nanoTime();
      System.out.println("bc ns "+(u-t)/1e6);
      long[] a=new long[25*W],b=new long[25*W],c=new long[5*W],d=new long[5*W];
      for(int i=0;i<a.length;i++)a[i]=q.nextLong();
      long[][] want=new long[W][25];
      for(int i=0;i<W;i++){for(int l=0;l<25;l++)want[i][l]=a[l*W+i];permute(want[i]);}
      permuteMany(a,b,c,d);
      for(int i=0;i<W;i++)for(int l=0;l<25;l++)if(want[i][l]!=a[l*W+i])throw new Error();
      t=System.nanoTime();
      for (int i=0;i<1000000/W;i++) permuteMany(a,b,c,d);
      u=System.nanoTime();
      System.out.println("many ns "+(u-t)/1e6);
    }
  }
}

package org.depinsdk.hardware.tpm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A TPM behind a Linux character device: one write is a command, reads give its answer. Such a device knows no deadline, so
 * each exchange has a thread of its own, which is left behind if the TPM never answers.
 */
final class DeviceFileTransport implements TpmTransport {
  private final Path device;
  private final FileChannel channel;

  private DeviceFileTransport(Path device, FileChannel channel) {
    this.device = device;
    this.channel = channel;
  }

  static DeviceFileTransport open(Path device) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(device, BasicFileAttributes.class);
      // a command written into a file or a folder's place would destroy what lies there
      if (!attributes.isOther()) {
        throw new IOException(device + " is not a device; /dev/tpmrm0 is one");
      }
      return new DeviceFileTransport(
          device, FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no " + device
              + ": this machine has no TPM 2.0, it is switched off in the firmware, or its"
              + " kernel driver is not loaded",
          e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "this process may not open " + device + ": add its user to the device's group, often tss",
          e);
    }
  }

  @Override
  public byte[] exchange(byte[] command, Duration timeout) throws IOException {
    FutureTask<byte[]> task = new FutureTask<>(() -> exchange(command));
    Thread thread = new Thread(task, "tpm " + device);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      close();
      throw new SocketTimeoutException("no answer in time");
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the TPM");
    }
  }

  private byte[] exchange(byte[] command) throws IOException {
    int written = channel.write(ByteBuffer.wrap(command));
    if (written != command.length) {
      throw new IOException(
          device + " took " + written + " of " + command.length + " bytes of a command");
    }
    ByteBuffer in = ByteBuffer.allocate(MAX_BYTES + 1);
    int length = -1;
    while (length < 0 || in.position() < length) {
      if (channel.read(in) <= 0) {
        throw new EOFException(device + " ended after " + in.position() + " bytes of an answer");
      }
      length = Answers.length(in);
    }
    return Answers.take(in, length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

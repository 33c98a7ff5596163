package org.depinsdk.service.store;

import java.io.IOException;
import java.util.Optional;

/** Opens storages in a database. Implementations are found by {@link java.util.ServiceLoader}. */
public interface StorageProvider {
  /**
   * Which storage is wanted, and by whom.
   *
   * @param url the database's URL, without a password
   * @param network the network's name
   * @param user the database's user; empty if the URL or the operating system says it
   * @param password the user's password; empty if none is needed
   * @param address what other processes tell callers while this one leads, such as {@code host:port}
   */
  record Request(
      String url,
      String network,
      Optional<String> user,
      Optional<String> password,
      String address) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Request[" + url + ", " + network + ", " + address + "]";
    }
  }

  /** Is notified that this process has to wait. */
  @FunctionalInterface
  interface Waiting {
    /**
     * Another process leads.
     *
     * @param leader where it is, as it said; empty if that is not known
     * @throws IOException if this process cannot go on waiting
     */
    void anotherLeads(String leader) throws IOException;
  }

  /**
   * Whether this provider knows a kind of database.
   *
   * @param url its URL
   * @return true if {@link #open} may be called with it
   */
  boolean knows(String url);

  /**
   * Opens a storage, and waits for it as long as another process leads.
   *
   * @param request which storage
   * @param waiting told again and again while another process leads
   * @return the storage; this process leads
   * @throws IOException if the database cannot be used or belongs to another network
   * @throws InterruptedException if the thread was interrupted
   */
  Storage open(Request request, Waiting waiting) throws IOException, InterruptedException;
}

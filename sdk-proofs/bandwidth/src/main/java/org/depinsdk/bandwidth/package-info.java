/**
 * Proof of bandwidth. Several challengers measure a link at the same moment; what some of them may lie is left out before
 * anything is paid. This package judges and plans; it opens no socket.
 */
@NullMarked
package org.depinsdk.bandwidth;

import org.jspecify.annotations.NullMarked;

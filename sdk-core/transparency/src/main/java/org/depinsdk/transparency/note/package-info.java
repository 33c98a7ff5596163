/** C2SP signed notes, the keys that sign them, checkpoints, and the cosignatures of witnesses. */
@NullMarked
package org.depinsdk.transparency.note;

import org.jspecify.annotations.NullMarked;

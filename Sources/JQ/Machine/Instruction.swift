/// One step of the machine: an operation and up to three operands, whose meaning the operation gives.
struct Instruction: Sendable {
  var opcode: Opcode
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// "Slot" is a place in the current frame; "moving" leaves null there, so that what is moved has one owner less
/// and may be changed in place. Operations named `path…` keep the path register true.
enum Opcode: UInt8, Sendable {
  // Loading and storing
  /// constant a
  case constant
  /// slot a ← current
  case store
  /// current ← slot a
  case load
  /// current ← slot a, moved
  case take
  /// current ← slot b of the frame a levels out
  case loadOuter
  /// path slot a ← path
  case storePath
  /// path ← path slot a
  case loadPath
  /// slot a ← null
  case clear

  // Access
  /// member with key a
  case field
  /// the same, no output instead of an error
  case fieldOptional
  /// element or member that slot a names; b: optional
  case index
  /// the same, named by constant a
  case indexConstant
  /// from slot a to slot b; c: optional
  case slice
  /// every element; a: optional
  case each
  case pathField
  case pathFieldOptional
  case pathIndex
  case pathIndexConstant
  case pathSlice
  case pathEach
  /// getpath(slot a)
  case pathGet

  // Control
  /// another output will be computed at a, from the current value
  case fork
  case jump
  case jumpIfFalse
  case jumpIfTrue
  /// no (further) output here
  case backtrack
  /// current ← slot a, or no output if current is false; b: may move
  case select
  /// a fork that continues at a when everything above it is exhausted
  case barrier
  /// slot a ← height of the fork stack; a mark is put there
  case mark
  /// forks from the mark in slot a on are dropped
  case cut
  /// slot a counts down; at 0 forks from the mark in slot b on are dropped
  case limit
  /// slot a counts down; no output before it is 0
  case skip
  /// slot a ← current as the count of `limit` (b: 0) or `skip` (b: 1)
  case checkCount
  /// slot a ← false
  case lower
  /// slot a ← true
  case raise
  /// no output unless slot a is true
  case requireRaised
  /// errors go to a; b: slot for the mark
  case attempt
  /// the end of what `attempt` covers; a: slot of the mark
  case attemptEnd
  /// slot b ← false; when nothing else came, continue at a
  case alternative
  /// slot a ← true if current is; otherwise no output
  case alternativeFound
  /// errors, also of what follows, go to a with the current value
  case destructure
  /// slot a ← a new label
  case label
  /// to the label in slot b, a levels out
  case breakOut

  // Functions
  /// unit a, environment b levels out, arguments c
  case call
  /// the same in place of the current frame
  case tailCall
  /// parameter b of the frame a levels out; c: for its path
  case callParameter
  case callReturn
  case outputs

  // Building
  /// slot a ← []
  case beginArray
  /// append current to the array in slot a; no output
  case append
  /// append current to the array in slot a; go on
  case appendNext
  /// current ← [current]
  case wrap
  /// object of shape a from slots b…; c: may move
  case makeObject
  /// string of template a from slots b…
  case interpolate

  // Operators
  /// current ← current op slot; a: operator, b: slot, c: may move the slot
  case binary
  /// current ← slot op current
  case binaryReversed
  /// current ← current op constant b; c: 1 for constant op current
  case binaryConstant
  case negate
  /// current ← whether it is neither false nor null
  case truth
  case not
  /// an error unless current can be a key
  case checkKey

  // Loops
  /// numbers from slot a, below slot b
  case range

  // Native functions
  /// function a of the input alone
  case native0
  /// function a, argument in slot b
  case native1
  /// function a, arguments from slot b on
  case nativeN

  // Paths and updates
  /// path ← the root, current
  case pathBegin
  /// current ← path as an array
  case pathEnd
  /// slot b ← path; current ← the value there in slot a; c: 1 if it may be taken out
  case takeAtPath
  /// slot a ← slot a with current at path in slot b
  case putAtPath
  /// slot a ← current without its member of key b; current ← that member
  case takeMember
  /// current ← slot a with current as the member of key b
  case putMember
  /// current ← slot a without the member of key b
  case dropMember
  /// slot b ← current, slot c ← 0: the start of a loop over the elements
  case eachStart
  /// current ← the element of slot b at slot c, moved out; after the last, on to a
  case eachTake
  /// the element of slot b at slot c ← current; slot c counts up
  case eachPut
  /// the element of slot b at slot c is added to the list of those to be deleted in slot a; slot c counts up
  case eachDrop
  /// add the path in slot b to the list of those to be deleted in slot a
  case markDeleted
  /// current ← current without the paths in slot a
  case deleteMarked
}

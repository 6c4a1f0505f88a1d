using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Pce.Pausing;

/// <summary>One list on which a flag was to be written, or from which it was to be taken.</summary>
/// <param name="Fault">Why that could not be done; null where it is done, or needed nothing.</param>
public sealed record MarkedList(PceList List, PceException? Fault);

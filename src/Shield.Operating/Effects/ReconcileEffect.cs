using System.Collections.Immutable;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Operating.Effects;

/// <summary>What a reconcile came to, before it is told as JSON or as text.</summary>
/// <param name="Mode">How the PCE is made to block, on which the remedies depend.</param>
public sealed record ReconcileEffect(ReconcileReport Report, PceMode Mode)
{
    /// <summary>Lists that hold blocks and that no enabled rule of ours uses.</summary>
    public ImmutableArray<UnenforcedList> Unenforced => Report.Unenforced is { IsDefault: false } lists ? lists : [];
}

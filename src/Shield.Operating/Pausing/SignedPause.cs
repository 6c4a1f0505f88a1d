using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;

namespace Shield.Operating.Pausing;

/// <summary>A pause, a panic or the end of one, with who asks for it.</summary>
/// <param name="Length">For how long; null for no end.</param>
public sealed record SignedPause(Signature By, DateTimeOffset Now, TimeSpan? Length)
{
    public DateTimeOffset? Until => Now + Length;

    public Act ToAct(ActKind kind) =>
        OperatorAct.Make(kind, default, Directions.Both, Length, By, Now, acceptedPlan: null) with
        {
            Indicator = null,
        };
}

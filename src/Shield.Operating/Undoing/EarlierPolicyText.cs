using Shield.Core.Reconciling;

namespace Shield.Operating.Undoing;

/// <summary>What history says of an earlier policy version.</summary>
public static class EarlierPolicyText
{
    public static string WordOf(EarlierCheck check) =>
        check switch
        {
            EarlierCheck.Agrees => "agrees",
            EarlierCheck.Differs => "differs",
            EarlierCheck.NotInHistory => "not-in-history",
        };

    /// <summary>Without a full stop.</summary>
    public static string Contradiction(EarlierPolicy policy) =>
        $"history says that Shield made policy version {policy.Version.Number} with other entries than the PCE shows for it: "
        + "the ledger was changed, or the PCE was rebuilt. shield history verify says more";
}

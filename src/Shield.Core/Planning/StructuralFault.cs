namespace Shield.Core.Planning;

/// <summary>Why a whole plan is refused. Nothing is written then, so nothing leaves either: <c>status</c> counts what is overdue.</summary>
public sealed record StructuralFault(string Reason, string Detail)
{
    public const string NotInitialised = "not-initialised";
    public const string ModeMismatch = "mode-mismatch";
    public const string TwoLists = "two-lists";
    public const string ListMissing = "list-missing";
    public const string RuleMissing = "rule-missing";
    public const string PendingDeletion = "pending-deletion";
    public const string Inverted = "list-inverted";
    public const string TooBroad = "inclusion-too-broad";
}

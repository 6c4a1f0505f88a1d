namespace Shield.Core.Ledger;

/// <summary>What others script against: the word for each kind of act, in JSON, text and links.</summary>
public static class ActWords
{
    public static string ToWord(this ActKind kind) =>
        kind switch
        {
            ActKind.Block => "block",
            ActKind.Unblock => "unblock",
            ActKind.Approve => "approve",
            ActKind.Reject => "reject",
            ActKind.Allow => "allow",
            ActKind.Disallow => "disallow",
            ActKind.Pause => "pause",
            ActKind.Resume => "resume",
            ActKind.Accept => "accept",
            ActKind.Withdraw => "withdraw",
            ActKind.RemovedByHand => "removed-by-hand",
        };
}

namespace Shield.Pce.Installing;

/// <summary>What is said where something of ours is pending deletion and the command was not asked to take it away.</summary>
internal static class PendingDeletionText
{
    public const string Remedy =
        "pending deletion, and this command was not asked to delete it. If init --migrate or init --domains --undo "
        + "broke off, run that again; else revert the deletion in the PCE's console, or provision it, and run this again";
}

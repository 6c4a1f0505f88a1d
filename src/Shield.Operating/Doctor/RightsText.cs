namespace Shield.Operating.Doctor;

/// <summary>What the PCE key may need, in the words of docs/rights.md (a test compares): said in one way wherever it is said.</summary>
public static class RightsText
{
    /// <summary>The least role that works.</summary>
    public const string Needed =
        "the key's role must be Global Administrator, or Global Organization Owner: no smaller role may edit IP lists";

    /// <summary>Where all of it stands.</summary>
    public const string Page = "docs/rights.md";
}

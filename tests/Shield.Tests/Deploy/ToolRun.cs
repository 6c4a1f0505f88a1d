namespace Shield.Tests.Deploy;

/// <summary>How a program ended, and what it said.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public string All => Output + Error;
}

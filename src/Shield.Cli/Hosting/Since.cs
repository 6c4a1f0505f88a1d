using System.CommandLine;
using Shield.Operating.Words;

namespace Shield.Cli.Hosting;

/// <summary><c>--since</c> and <c>--until</c>: a length of time back from now, or a moment in UTC.</summary>
internal static class Since
{
    public static Option<string?> Option(string description, string name = "--since")
    {
        var since = new Option<string?>(name) { Description = description, HelpName = "duration|date" };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && MomentText.Of(token.Value, DateTimeOffset.UnixEpoch) is null)
            {
                result.AddError(MomentText.Fault(name, token.Value));
            }
        });
        return since;
    }
}

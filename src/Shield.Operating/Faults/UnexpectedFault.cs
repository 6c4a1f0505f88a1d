using Shield.Aws;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;

namespace Shield.Operating.Faults;

/// <summary>
/// An exception that nobody foresaw, such as an IndexOutOfRangeException: the message says what a person can do, and names the line of code
/// for whoever reports it. The exception's own text helps neither.
/// </summary>
public static class UnexpectedFault
{
    private const string OurNames = "at Shield.";

    /// <summary>
    /// False for exceptions that have a message of their own: of the ledger, of AWS, of the settings, of the PCE, and for Ctrl-C.
    /// </summary>
    public static bool Is(Exception fault) =>
        fault
            is not (
                OperationCanceledException
                or LedgerException
                or AwsException
                or SettingsException
                or PceException
                or RecordedException
            );

    /// <summary>One sentence without a full stop.</summary>
    public static string Sentence(Exception fault) =>
        fault switch
        {
            UnauthorizedAccessException => "a file cannot be read or written: this process may not",
            IOException => $"a file or a connection of this machine cannot be read or written: {UserInfo.StrikeOut(fault.Message)}",
            _ => $"a fault in Shield itself ({fault.GetType().Name}{Place(fault)}); please report it with the command and this line",
        };

    private static string Place(Exception fault)
    {
        var line = fault
            .StackTrace?.Split('\n')
            .Select(frame => frame.Trim())
            .FirstOrDefault(frame => frame.StartsWith(OurNames, StringComparison.Ordinal));
        return line is null ? "" : $" in {line["at ".Length..].Split('(')[0]}";
    }
}

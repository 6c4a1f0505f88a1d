using Shield.Aws;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Faults;

namespace Shield.Cli.Faults;

/// <summary>Turns any exception into the error document. This is the one place of the program that catches everything.</summary>
internal static class Failures
{
    public static Reply ToReply(Exception exception) =>
        exception switch
        {
            SettingsException { Faults: [var only] } => Reply.Of(
                new ErrorAnswer(
                    new ErrorDetail
                    {
                        Code = "settings",
                        Message = only,
                        Faults = [only],
                    }
                )
            ),
            SettingsException settings => Reply.Of(
                new ErrorAnswer(
                    new ErrorDetail
                    {
                        Code = "settings",
                        Message = $"{settings.Faults.Length} faults in the settings",
                        Faults = settings.Faults,
                    }
                )
            ),
            AwsException => Reply.Of(ErrorAnswer.Of("aws", exception.Message)),
            LedgerException => Reply.Of(ErrorAnswer.Of("ledger", exception.Message)),
            PceException pce => Reply.Of(new ErrorAnswer(Of(pce, pce.Message))),
            RecordedException { InnerException: PceException pce } recorded => Reply.Of(
                new ErrorAnswer(Of(pce, recorded.Message) with { Recorded = recorded.Recorded })
            ),
            RecordedException { InnerException: AwsException } recorded => Reply.Of(
                new ErrorAnswer(
                    new ErrorDetail
                    {
                        Code = "aws",
                        Message = recorded.Message,
                        Recorded = recorded.Recorded,
                    }
                )
            ),
            RecordedException { InnerException: LedgerException } recorded => Reply.Of(
                new ErrorAnswer(
                    new ErrorDetail
                    {
                        Code = "ledger",
                        Message = recorded.Message,
                        Recorded = recorded.Recorded,
                    }
                )
            ),
            RecordedException { InnerException: { } unexpected } recorded when UnexpectedFault.Is(unexpected) => Reply.Of(
                new ErrorAnswer(
                    new ErrorDetail
                    {
                        Code = "internal",
                        Message = recorded.Message,
                        Recorded = recorded.Recorded,
                    }
                )
            ),
            RecordedException recorded => Reply.Of(
                new ErrorAnswer(
                    new ErrorDetail
                    {
                        Code = "not-yet",
                        Message = recorded.Message,
                        Recorded = recorded.Recorded,
                    }
                )
            ),
            OperationCanceledException => Reply.Of(
                ErrorAnswer.Of("interrupted", "interrupted; what was recorded stays, and the next apply goes on"),
                ExitCode.Interrupted
            ),
            IOException or UnauthorizedAccessException => Reply.Of(ErrorAnswer.Of("unreadable", UnexpectedFault.Sentence(exception))),
            _ => Reply.Of(
                ErrorAnswer.Of(
                    "internal",
                    $"{UnexpectedFault.Sentence(exception)}. What was recorded stays; shield status shows how everything stands"
                )
            ),
        };

    private static ErrorDetail Of(PceException failure, string message) =>
        new()
        {
            Code = failure.Fault switch
            {
                PceFault.Unreachable => "pce-unreachable",
                PceFault.Credentials => "pce-credentials",
                PceFault.Forbidden => "pce-forbidden",
                PceFault.NotFound => "pce-not-found",
                PceFault.Member => "pce-member",
                PceFault.Rejected => "pce-rejected",
                PceFault.Busy => "pce-busy",
                PceFault.Server => "pce-server",
                _ => "pce-unreadable",
            },
            Message = message,
            Remedy = PceAdvice.Of(failure),
            Token = failure.Token,
            RequestId = failure.RequestId,
        };
}

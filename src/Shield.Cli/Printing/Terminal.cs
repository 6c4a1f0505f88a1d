using System.Text;
using Shield.Cli.Streams;
using Shield.Hosting;

namespace Shield.Cli.Printing;

/// <summary>Where an answer goes: the document to standard output, all else to standard error.</summary>
/// <param name="surroundings">The streams, and which of them are terminals.</param>
/// <param name="form">In which form the answer is wanted.</param>
/// <param name="isPaged">Whether a long list may be shown through a pager.</param>
internal sealed class Terminal(Surroundings surroundings, OutputForm form, bool isPaged)
{
    /// <summary>Standard output is one document of JSON, and nothing else.</summary>
    public bool IsForPrograms => form is OutputForm.Json;

    public void Note(string text) => surroundings.Error.WriteLine($"shield: {SafeText.Of(text)}");

    public int Write(Reply reply)
    {
        if (reply.IsError)
        {
            WriteJson(reply);
            reply.WriteText(new Screen(surroundings.Error, surroundings.IsErrorTerminal, surroundings.Width));
        }
        else
        {
            switch (form, reply.List)
            {
                case (OutputForm.Json, _):
                    WriteJson(reply);
                    break;
                case (OutputForm.Csv, { } list):
                    list.WriteCsv(surroundings.Output);
                    break;
                case (OutputForm.Plain, { } list):
                    list.WritePlain(surroundings.Output);
                    break;
                default:
                    WriteText(reply);
                    break;
            }
        }

        surroundings.Output.Flush();
        surroundings.Error.Flush();
        return reply.ExitCode;
    }

    private void WriteText(Reply reply)
    {
        if (!(reply.IsPaged && isPaged && surroundings.IsTerminal && Pager.In(surroundings.Environment) is { } pager))
        {
            reply.WriteText(new Screen(surroundings.Output, surroundings.IsTerminal, surroundings.Width));
            return;
        }

        using var text = new StringWriter();
        reply.WriteText(new Screen(text, surroundings.IsTerminal, surroundings.Width));
        if (
            !(
                text.ToString().Count(c => c is '\n') >= ScreenOutput.HeightOfTerminal(surroundings.IsTerminal)
                && pager.TryShow(text.ToString())
            )
        )
        {
            surroundings.Output.Write(text.ToString());
        }
    }

    private void WriteJson(Reply reply)
    {
        if (form is not OutputForm.Json)
        {
            return;
        }

        using var document = new MemoryStream();
        reply.WriteJson(document);
        if (document.Length > 0)
        {
            surroundings.Output.WriteLine(Encoding.UTF8.GetString(document.GetBuffer(), 0, (int)document.Length));
        }
    }
}

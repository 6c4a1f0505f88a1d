using System.Text;
using Shield.Cli.Hosting;
using Shield.Cli.Output;

namespace Shield.Cli.Commands;

/// <summary>Where an answer goes: the document to standard output, all else to standard error.</summary>
internal sealed class Terminal(Surroundings surroundings, bool isJson)
{
    public void Note(string text) => surroundings.Error.WriteLine($"shield: {SafeText.Of(text)}");

    public int Write(Reply reply)
    {
        if (isJson)
        {
            using var document = new MemoryStream();
            reply.WriteJson(document);
            if (document.Length > 0)
            {
                surroundings.Output.WriteLine(Encoding.UTF8.GetString(document.GetBuffer(), 0, (int)document.Length));
            }
        }

        if (!isJson || reply.IsError)
        {
            reply.WriteText(reply.IsError ? new Screen(surroundings.Error, surroundings.IsErrorTerminal, surroundings.Width) : new Screen(surroundings.Output, surroundings.IsTerminal, surroundings.Width));
        }

        surroundings.Output.Flush();
        surroundings.Error.Flush();
        return reply.ExitCode;
    }
}

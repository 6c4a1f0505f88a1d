# A SAM template (argv[1]) as the CloudFormation that AWS's own transform makes of it, as JSON. Offline: the one thing that the transform would ask AWS for,
# managed policies, the template may not use.
import json
import sys

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

with open(sys.argv[1], encoding="utf-8") as template:
    print(json.dumps(Translator({}, Parser()).translate(yaml_parse(template.read()), {})))
